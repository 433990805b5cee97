"""The desk: a unit-year filled in in the browser, with its findings and pages live. Nothing leaves the machine.

A request passes the guard, reaches a route, and works on what is opened: data files as they were read, which are written only if they
still are so. What is typed and not yet saved lies as a draft beside the data file.
"""
