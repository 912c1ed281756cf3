"""What the study of finance is made of: years, flows, scenarios, doubt, tables."""
