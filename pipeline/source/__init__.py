"""YAML text as nodes with places: the only room that knows YAML."""
