"""What a unit's texts say, read against its data, against each other and as official language."""
