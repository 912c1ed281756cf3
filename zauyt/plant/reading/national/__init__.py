"""National tables in the forms in which they come: plain, tidy, published."""
