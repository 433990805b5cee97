"""How paragraphs, letters and pages are set, in the words of Typst: declared once, before the source that calls them by name."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Final

from pipeline.document.styles import NEEDED, Letters, ParagraphStyle
from pipeline.document.tree import Block, Paragraph
from pipeline.document.typst.fonts import Fonts
from pipeline.document.typst.heights import points
from pipeline.document.typst.source import TypstSource, literal
from pipeline.document.typst.writer import WRITER, paper
from pipeline.document.word.page import ALL, EVEN, FIRST, Page

# How much of a line is below the foot of its letters.
BELOW: Final = 0.2

# What the program calls the pages that a header or footer is for.
NAMES: Final = {ALL: "all", EVEN: "even", FIRST: "first"}


def declarations(looks: Mapping[Letters | ParagraphStyle, str], fonts: Fonts) -> str:
    """Return what declares the letters and paragraphs that a source calls.

    Args:
        looks: the letters and paragraphs, with their names.
        fonts: those of this machine.

    Raises:
        Stop: there is no Chinese font.
    """
    return "".join(
        f"#let {name}=paragraph.with({','.join(paragraph(look, fonts))});"
        if isinstance(look, ParagraphStyle)
        else f"#let {name}=letters.with({','.join(letters(look, fonts))});"
        for look, name in looks.items()
    )


def paragraph(style: ParagraphStyle, fonts: Fonts) -> Iterator[str]:
    """Yield how a paragraph is set."""
    own = style.letters
    yield f"look:({','.join(look(own, fonts))})"
    yield from [f'color:"{own.color}"'] if own.color else []
    yield f'align:"{style.align}"'
    yield from height(style)
    for name in ("left", "right", "first", "before", "after"):
        if getattr(style, name):
            yield f"{name}:{points(getattr(style, name))}"
    for name, is_so in (("next", style.keeps_next), ("whole", style.keeps_lines)):
        yield from [f"{name}:true"] if is_so else []
    yield from [] if style.leaves_no_line else ["alone:false"]


def height(style: ParagraphStyle) -> Iterator[str]:
    """Yield how high a paragraph's lines are: how much of them is above and below the foot of the letters, in the proportion of Writer.

    What grows with the letters is said in their size, so that a line with larger ones is higher.
    """
    if style.is_fixed:
        above = style.line * 4 // 5
        yield f"above:{points(above)},below:{points(above - style.line)}"
    else:
        yield f"above:{NEEDED / 10 * (style.lines - BELOW):.3g}em,below:{-NEEDED / 10 * BELOW:.3g}em"


def letters(own: Letters, fonts: Fonts) -> Iterator[str]:
    """Yield how letters look that are not those of their paragraph."""
    yield from look(own, fonts)
    yield from [f'color:"{own.color}"'] if own.color else []
    yield from ["underlined:true"] if own.underlined else []


def look(own: Letters, fonts: Fonts) -> Iterator[str]:
    """Yield the properties of letters. A font without bold letters gets a thicker line around them, as Word has it."""
    chinese, latin = fonts.chinese(own.chinese), fonts.latin(own.latin)
    first = [f"(name:{literal(latin)},covers:latin)"] if latin and latin != chinese else []
    yield f"font:({','.join([*first, literal(chinese)])},)"
    yield f"size:{points(10 * own.size)}"
    if own.spacing:
        yield f"tracking:{points(own.spacing)}"
    is_heavy = own.bold and chinese.lower() in fonts.bold
    yield f'weight:"{"bold" if is_heavy else "regular"}"'
    if own.bold and not is_heavy:
        yield f"stroke:{points(own.size // 3)}"


def write_page(page: Page, source: TypstSource) -> None:
    """Add the page to a source: its paper, its margins, and what stands in them."""
    source.above, source.below = map(highest, (page.headers, page.footers))
    style = page.style
    for kind, blocks in (("headers", page.headers), ("footers", page.footers)):
        source.program(f"#let {kind}=(")
        for pages, applies in ((ALL, True), (EVEN, style.differs), (FIRST, style.first_differs)):
            if applies:
                source.program(f"{NAMES[pages]}:body(")
                source.nodes(blocks.get(pages, ()), WRITER)
                source.program("),")
        source.program(");")
    source.program(f"#set page({paper(source.paper(style))}header-ascent:0pt,footer-descent:0pt);")
    source.program(f"#counter(page).update({style.start});" if style.start != 1 else "")


def highest(blocks: Mapping[str, Sequence[Block]]) -> int:
    """Return how high the highest of some headers or footers is, in twentieths of a point; 0 if nothing stands in any."""
    heights = (sum(height_of(block) for block in some if isinstance(block, Paragraph)) for some in blocks.values())
    return round(max(heights, default=0))


def height_of(paragraph: Paragraph) -> float:
    """Return how high a paragraph of a header or footer is that takes one line; 0 of an empty one, which would push nothing away."""
    style = paragraph.style
    return style.line_height + style.before + style.after if style and paragraph.content else 0
