"""ziping: one YAML file per unit and year becomes the self-evaluation table and report, in Word and HTML."""

__version__ = "0.1.0"
