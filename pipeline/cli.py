"""The program's entrance: what is asked for is done, and whatever comes of it is said in Chinese, with an exit code."""

from __future__ import annotations

import gc
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import NoReturn

from pipeline.commands.findings import counted, show
from pipeline.commands.reporting import build_unit
from pipeline.commands.saying import BUILT, FAULTY, INTERRUPTED, MISUSED, say
from pipeline.problems import Stop, printable
from pipeline.workspace import UsageError


def main() -> NoReturn:
    """Run a command and exit: 0 built, 1 problems found, 2 wrong usage; no traceback ever reaches a clerk."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="replace")
    try:
        code = run()
    except BrokenPipeError:
        sys.stdout = None  # nobody reads on; flushing at exit would complain
        code = BUILT
    sys.exit(code)


def run() -> int:
    """Run a command and return its exit code."""
    try:
        return done(sys.argv[1:])
    except UsageError as fault:
        say(printable(str(fault)))
        return MISUSED
    except Stop as stop:
        show(stop.problems)
        say(f"没有完成：{counted(stop.problems)}。请改正后再试。", "red")
        return FAULTY
    except KeyboardInterrupt:
        say("已中断，原来的文件没有动。", "red")
        return INTERRUPTED
    except BrokenPipeError:
        raise
    except Exception:  # noqa: BLE001 - a clerk can do nothing with a traceback, a maintainer needs it
        log = keep_traceback()
        say(f"程序内部出错，原来的文件没有动。请{f'把 {log} 发给' if log else '联系'}维护人员。", "red")
        return FAULTY


def done(words: Sequence[str]) -> int:
    """Do what is asked for and return the exit code.

    What is asked for most is understood here: to import what reads all that can be asked takes longer than to see that nothing changed.
    """
    match words:
        case ["report", unit, year] | ["report", "--", unit, year] if not (unit.startswith("-") or year.startswith("-")):
            gc.disable()  # what one build leaves for the collector takes less room than looking for it takes time
            return build_unit(unit, year)
    from pipeline.commands.line import run_line  # noqa: PLC0415 - heavy

    return run_line()


def keep_traceback() -> Path | None:
    """Write what went wrong inside the program to a new file that a maintainer can read; None if it cannot be written."""
    import tempfile  # noqa: PLC0415 - hopefully never needed
    import traceback  # noqa: PLC0415

    said = f"{' '.join(sys.argv)}\n{traceback.format_exc()}".encode(errors="backslashreplace")
    try:
        with tempfile.NamedTemporaryFile(prefix="ziping-error-", suffix=".log", delete=False) as log:
            log.write(said)
    except OSError:
        return None
    return Path(log.name)
