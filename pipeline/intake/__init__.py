"""Filled Word, Excel and PDF forms read back into YAML: the template run backwards; and the empty forms that are sent out.

A received form's way: bytes → lines of cells (`readers`, `received`) → form, unit, year (`recognition`) → laid upon what the form
prints (`blueprints`, `aligning`) → values as the fields take them (`lenient`, `meanings`, `reading`, `filled`) → printed again and
laid beside the file (`proof`) → data files (`into_data`). `importing` goes it for one file, `folder` for many. `returned` compares a
narrative that came back with the data; `blank` makes the empty forms.
"""
