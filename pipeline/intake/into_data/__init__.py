"""What was read, put into the data files: blanks filled in, what differs shown."""
