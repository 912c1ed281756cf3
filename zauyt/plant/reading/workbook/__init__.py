"""A plant as an Excel workbook, and back: sheets, columns and cells."""
