"""The sections of the page, each made of the blocks of one part's answer."""
