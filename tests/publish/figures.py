"""Prints at the end of a run what the tests measured, so that it stands in CI's log: what each has recorded as figures."""

from __future__ import annotations

from typing import Any


def pytest_terminal_summary(terminalreporter: Any) -> None:  # noqa: ANN401 - pytest does not publish the class
    reports = [report for outcome in ("passed", "failed") for report in terminalreporter.stats.get(outcome, [])]
    lines = [str(value) for report in reports for name, value in getattr(report, "user_properties", []) if name == "figures"]
    if lines:
        terminalreporter.section("figures")
        for line in sorted(set(lines)):
            terminalreporter.write_line(line)
