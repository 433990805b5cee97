"""The tree of a document, what reads templates into it and what writes it out; it knows no facts and no form."""
