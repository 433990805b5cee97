"""What a drawing is made of, whatever it is written as: boxes, lines and words, in points from its upper left corner."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import Final, Literal

from pipeline.document.charts.data import Said
from pipeline.document.charts.lettering import text_width
from pipeline.records import record

# A drawing is as wide as a page's text, GB/T 9704-2012, 5.2.1; on a telephone of 390 pixels its words are still 11 pixels high.
WIDTH: Final = 442.0
SIZE, LINE = 14.0, 18.0
# How far the foot of a line's letters is below its middle.
FOOT: Final = 5.0

Point = tuple[float, float]
# Kinds of strokes and fills, told apart without colour: what fills a box, and how a line is drawn.
Fill = Literal["outline", "solid", "medium", "light"]
FILLS: Final[tuple[Fill, ...]] = ("outline", "solid", "medium", "light")
Stroke = Literal["axis", "line-1", "line-2", "line-3", "line-4"]
STROKES: Final[tuple[Stroke, ...]] = ("line-1", "line-2", "line-3", "line-4")
# What a label is: the name of a row or of a series, or a figure or what stands instead of one.
Role = Literal["name", "series", "measure"]
Anchor = Literal["start", "middle", "end"]


@record()
class Area:
    """A closed shape."""

    points: tuple[Point, ...]
    fill: Fill


@record()
class Stretch:
    """A line through points."""

    points: tuple[Point, ...]
    stroke: Stroke


@record()
class Label:
    """Words.

    Attributes:
        lines: the words, line by line.
        x: where the anchor of the lines is.
        y: the middle of the first line.
        role: what it is.
        said: what it says.
        anchor: which part of the lines is at x.
        size: of the letters; less than usual for a figure that would not have room.
    """

    lines: tuple[str, ...]
    x: float
    y: float
    role: Role
    said: Said
    anchor: Anchor = "start"
    size: float = SIZE

    @property
    def box(self) -> tuple[float, float, float, float]:
        """Left, top, right and bottom."""
        width = max(map(text_width, self.lines)) * self.size
        left = self.x - width * {"start": 0, "middle": 0.5, "end": 1}[self.anchor]
        return left, self.y - LINE / 2, left + width, self.y - LINE / 2 + LINE * len(self.lines)


Shape = Area | Stretch | Label


@record()
class Strip:
    """A part of a drawing that stands below another one, its shapes measured from its own top."""

    height: float
    shapes: tuple[Shape, ...]


@record()
class Drawing:
    """A finished drawing, `WIDTH` wide.

    Attributes:
        height: how high it is.
        shapes: what it is made of.
        head: what else it shows at its top, since it goes on with another drawing that shows it too.
    """

    height: float
    shapes: tuple[Shape, ...]
    head: tuple[Shape, ...] = ()


def box(left: float, top: float, right: float, bottom: float, fill: Fill) -> Area:
    """Return a box.

    Args:
        left: its left side.
        top: its top.
        right: its right side.
        bottom: its bottom.
        fill: what fills it.
    """
    return Area(((left, top), (right, top), (right, bottom), (left, bottom)), fill)


def lowered(shape: Shape, by: float) -> Shape:
    """Return a shape further down."""
    if isinstance(shape, Label):  # `replace` would take a third of the time that a drawing takes
        return Label(shape.lines, shape.x, shape.y + by, shape.role, shape.said, shape.anchor, shape.size)
    points = tuple((x, y + by) for x, y in shape.points)
    return Area(points, shape.fill) if isinstance(shape, Area) else Stretch(points, shape.stroke)


def stacked(strips: Iterable[Strip]) -> Drawing:
    """Return a drawing of strips, one below the other."""
    top = 0.0
    shapes: list[Shape] = []
    for strip in strips:
        shapes += (lowered(shape, top) for shape in strip.shapes)
        top += strip.height
    return Drawing(top, tuple(shapes))


def on_pages(head: Strip, strips: Iterable[Strip], tallest: float) -> Iterator[Drawing]:
    """Yield drawings of strips, each below the same head and none higher than it may be, if its strips allow that.

    Args:
        head: stands at the top of each.
        strips: what stands below.
        tallest: how high a drawing may be.
    """
    pages: list[list[Strip]] = [[head]]
    for strip in strips:
        if len(pages[-1]) > 1 and sum(other.height for other in pages[-1]) + strip.height > tallest:
            pages.append([Strip(head.height, ())])
        pages[-1].append(strip)
    first, *others = map(stacked, pages)
    yield first
    yield from (replace(other, head=head.shapes) for other in others)
