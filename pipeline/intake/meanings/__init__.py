"""What people write in Word where a field of some type is to be filled in, as YAML has it: one module for each kind of value."""
