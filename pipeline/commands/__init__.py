"""One file for each command: the only room that prints, asks or ends the program."""
