"""Filled Word, Excel and PDF forms read back into YAML: the template run backwards; and the empty forms that are sent out."""
