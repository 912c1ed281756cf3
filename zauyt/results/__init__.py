"""What a study returns: kept, compared, stored, printed, told in words."""
