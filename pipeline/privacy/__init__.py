"""Who touches personal data: the masks of the public edition, and the search of finished files."""
