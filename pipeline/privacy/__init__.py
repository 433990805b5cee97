"""Who touches personal data: the masks of the public edition, the search of data, notes and files, what is kept of the past."""
