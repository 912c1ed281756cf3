"""The parts of the study `plan`: numbers, program, prices, reasons, tables."""
