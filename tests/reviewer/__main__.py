"""Print what is told of the planted faults, by kind, what is missed, and every false alarm with its sentence.

With `-v` also the sentence that tells each fault, and which of them does not point to the words themselves; with `--not-yet` only the names that belong into not_yet.txt.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator, Mapping

from tests.reviewer import results


def lines() -> Iterator[str]:
    """Yield the lines to print."""
    legitimate = {
        "没有问题的": results.clean(),
        "可以答复的": results.answerable(),
        "答复之后": results.answered(),
        "印出来的": results.printing(),
        "填无的": results.fillings(),
    }
    wrong = {name: said for tried in legitimate.values() for name, said in tried.items() if said}
    faults = {name: (kind, said) for kind, told in results.faults().items() for name, said in told.items()}
    missed = [name for name, (_, said) in faults.items() if not said]
    if "--not-yet" in sys.argv:
        yield from (*missed, *wrong)
        return
    yield from table()
    yield from (f"{title}：{len(tried)} 个，其中 {sum(map(bool, tried.values()))} 个不对" for title, tried in legitimate.items())
    yield from ("", "没有说出来的：", *(f"  {faults[name][0]}  {name}" for name in missed), "", "误报的、拦下的、印错的：")
    yield from listed(wrong)
    if "-v" in sys.argv:
        yield from ("", "说在那一行、没有指到那几个字的：", *(f"  {name}" for name in results.beside()), "", "说出来的：")
        yield from listed({f"{kind}  {name}": said for name, (kind, said) in faults.items() if said})


def table() -> Iterator[str]:
    """Yield how many faults of each kind are told, and how many are not."""
    told = {kind: [bool(said) for said in found.values()] for kind, found in results.faults().items()}
    for kind, each in {**told, "合计": [one for found in told.values() for one in found]}.items():
        yield f"{kind:　<8}说出{sum(each):>4}，没有说出{len(each) - sum(each):>4}"


def listed(found: Mapping[str, list[str]]) -> Iterator[str]:
    """Yield names with the sentences that belong to them."""
    for name, said in found.items():
        yield f"  {name}"
        yield from (f"      {sentence}" for sentence in said)


if __name__ == "__main__":
    sys.stdout.write("\n".join(lines()) + "\n")
