"""What the study ``simulate`` looks like: what is drawn, in letters, as a page."""
