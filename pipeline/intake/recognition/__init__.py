"""Which form, unit, year and name a received file is of, by what it says."""
