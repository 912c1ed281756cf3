"""Reading plant files and others, whatever their form, and writing them."""
