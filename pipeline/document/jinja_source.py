"""Jinja source under construction, which readers and writers share: fixed text and tags, and the place that each tag came from."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from pipeline.document.tree import Expression, Link, Merge, Statement, Text
from pipeline.language.filters import link_part
from pipeline.problems import Place

# A writer: what writes each type of node, given the node and the source.
Writer = Mapping[type, Callable[[Any, Any], None]]


@dataclass(slots=True)
class JinjaSource:
    """A Jinja template's source.

    Each tag begins with a line feed inside its braces, which prints nothing; so every tag stands on a line of its
    own, and a line number in a Jinja error leads back to the paragraph, cell or line that a person can find.

    Attributes:
        parts: the source in pieces.
        places: the place of each source line after the first, which holds no tag.
    """

    parts: list[str] = field(default_factory=list)
    places: list[Place] = field(default_factory=list)

    def fixed(self, xml: str) -> None:
        """Add XML that prints as it is."""
        self.parts.append(xml.replace("{", "&#123;").replace("\n", " "))

    def words(self, text: str) -> None:
        """Add words that print as character data, or within an attribute."""
        self.fixed(text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").replace('"', "&quot;"))

    def program(self, code: str) -> None:
        """Add code of the program's own, which stands at no place of the template; it must not hold line feeds."""
        self.parts.append(code)

    def tag(self, node: Expression | Statement, wrapper: str = "{}") -> None:
        """Add an expression to print, after what a wrapper such as `f({})` does to it, or a statement."""
        brackets = ("{{", "}}") if isinstance(node, Expression) else ("{%", "%}")
        code = f"{brackets[0]}\n{wrapper.format(node.source)} {brackets[1]}"
        self.parts.append(code)
        self.places.extend([node.place] * code.count("\n"))

    def steps(self, steps: Iterable[str | Statement]) -> None:
        """Add code of the program's own and statements of the template, one after another."""
        for step in steps:
            if isinstance(step, str):
                self.program(step)
            else:
                self.tag(step)

    def nodes(self, nodes: Iterable[object], writer: Writer) -> None:
        """Add nodes of the tree as a writer writes them."""
        for node in nodes:
            writer[type(node)](node, self)

    def inline(self, node: Text | Expression | Statement) -> None:
        """Add words as character data, or a tag."""
        if isinstance(node, Text):
            self.words(node.text)
        else:
            self.tag(node)

    def target(self, link: Link, then: str = "") -> None:
        """Add the address that a link leads to; its first part says by which protocol. `then` is what filters do to it besides."""
        for part in link.target:
            if isinstance(part, Text):
                self.words(link_part(part.text))
            else:
                self.tag(part, f"({{}}) | {'链接' if part is link.target[0] else '链接后段'}{then}")

    def text(self) -> str:
        """Return the whole source."""
        return "".join(self.parts)

    def count_rows(self, merge: Merge) -> None:
        """Add the variable of a vertical merge: how many rows it has this time, and whether it has begun."""
        self.program(f"{{% set {merge.name} = namespace(rows=0, begun=false) %}}")
        for step in merge.skeleton:
            if step is None:
                self.program(f"{{% set {merge.name}.rows = {merge.name}.rows + 1 %}}")
            else:
                self.tag(step)
