"""ziping: one YAML file per unit and year becomes the self-evaluation table and report, in Word and HTML.

The house: a folder is a room and its name a step of the flow; a room imports only what stands below it (`make lint` checks).

    cli            the program's entrance: what is asked for, exit codes
    commands/      one file for each command: the only room that prints, asks or ends the program
    desk/          a unit-year filled in, checked, made and published in the browser
    intake/        filled Word, Excel and PDF forms read back into YAML: the template run backwards; the empty forms that are sent out
    batch/         many unit-years at once, on this machine or a Dask cluster, and what they say together
    publish/       the disclosure site: log of publications, articles, pages, search, feed
    build/         one unit-year from YAML to files on disk; its manifest; trial prints of a form; comparison with earlier states
    printing/      a form's documents compiled, printed from facts, read back: where facts and document meet
    checks/        what a reviewer would find: rules as data, what they can ask, texts read against the data; answers to findings
    privacy/       who touches personal data: the masks of the public edition, the search of finished files
    facts/         values as typed and checked, what formulas make of them, what changed between two states
    drafting/      a form begun from the bureau's own Word file: fields, tags and an outline proposed
    document/      the tree between readers (Word, Markdown) and writers (Word, HTML, Typst); reads PDF; knows no facts and no form
    form/          what a finance bureau's form declares: fields, types, names, schema, skeletons
    scoring/       rules of scoring as bureaus write them, targets and results as clerks write them, and what the rules give
    remote/        where things can lie besides a folder here: SFTP, S3, WebDAV; releases and locks there
    source/        YAML text → nodes that know their place, and back: the only room that knows YAML
    language/      values, the one sandboxed Jinja environment, Chinese official wording
    new_workspace  a folder made ready to work in
    misnamed       files that are not read because of their name or place
    workspace      where things are, and which names are safe
    writing        a file written, or a sentence why it cannot be
    regular        a file that anybody may have put there, read within bounds
    kept           what a process keeps for the next one
    files          a folder of files written all or nothing
    wanted         many texts looked for in another one at once
    paths          where a value stands in a unit-year's data
    problems       what is wrong, where, of which kind, and what to do about it
    calls          how a user calls a command: through make, or not
    characters     what no cell, page or log may hold
    shipped        what a new workspace begins with
    locks          the lock of an open file, on every system
    regex          regular expressions, compiled when they are first asked for
    records        classes of what there are hundreds of in each unit-year
    flushing       what was written is on the disk: one file, or many in one wait
    renaming       files and folders renamed, or exchanged in one step

A value's way: text (source) → fact (facts, by the types of form) → problems (checks) → masked (privacy) → printed (printing, through
the document's templates) → read back → file (build) → article (publish).
"""

__version__ = "0.1.0"
