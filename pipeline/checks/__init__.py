"""What a reviewer would find: a form's rules as data, and what they can ask."""
