"""The independent examiner: clean unit-years that must raise no finding, and planted faults that must be told at their lines.

It mirrors no room of pipeline/ and knows no rule: it was written from what reviewers find and from what honest clerks file.

    units/*.yaml    legitimate unit-years in a short notation (see units.py); nothing may be found in them
    answerable.yaml legitimate changes of them that may be asked about, by a warning that can be answered, never stopped
    faults.yaml     one fault each: its kind, the clean unit-year, the change, the lines where it must be told
    printing.yaml   data that formerly made the report say something false or unsignable: what must not be printed, what must
    fillings.py     each group of fields filled with —, 无。 or 0: what no report may look like
    not_yet.txt     what does not hold yet, by name; it may only get shorter

`python -m tests.reviewer` prints the result as a table, with every miss and every false alarm.
"""
