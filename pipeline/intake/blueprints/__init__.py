"""What a form prints, as a filled one is compared with it: labels, holes, rows that repeat."""
