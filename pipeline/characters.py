"""Characters that must not be there, and those that the program keeps for itself, each set once and with its reason.

A set is written as between the brackets of a regular expression, so that sets can be put together. It is compiled where it is
used: all of them together would take a cold start 3 ms.
"""

from __future__ import annotations

from typing import Final

# Controls but tab and line ends: XML forbids most of them, and a terminal obeys them.
CONTROLS: Final = "\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f"
# Line breaks to YAML and Python, but to no editor.
SEPARATORS: Final = "\u2028\u2029"
# What divides texts, so that one paragraph cannot hold it.
BREAKS: Final = f"\t\r\n{SEPARATORS}"
# Halves of characters, which no file can hold.
SURROGATES: Final = "\ud800-\udfff"
# For a program's inner use, as Unicode says; XML forbids the last two.
NONCHARACTERS: Final = "\ufdd0-\ufdef\ufffe\uffff"
# Private use that a template may not hold. Data may: names with rare characters are typed so.
TEMPLATE_MARKS: Final = "\ue000-\ue0ff"
# What takes no room on a page, so that something could be hidden with it: hyphens that may break, joiners, directions, tags.
UNSEEN: Final = "\xad\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb\U000e0000-\U000e007f"

# What no cell and no page can hold.
FORBIDDEN: Final = f"{CONTROLS}{SURROGATES}{NONCHARACTERS}"
# What nobody could see in a text that is printed and published, so that it would say something else than it seems to.
FORBIDDEN_IN_TEXT: Final = f"{FORBIDDEN}{UNSEEN}"
# What a YAML file cannot hold.
FORBIDDEN_IN_YAML: Final = f"{FORBIDDEN_IN_TEXT}{SEPARATORS}"
# What a narrative cannot hold.
FORBIDDEN_IN_MARKDOWN: Final = f"{FORBIDDEN}{SEPARATORS}{TEMPLATE_MARKS}"
# What no line on a terminal or in a log can hold.
FORBIDDEN_IN_LOG: Final = f"{FORBIDDEN}{BREAKS}"
# What a number is read without.
UNSEEN_IN_NUMBER: Final = f"{CONTROLS}{BREAKS}{UNSEEN}"
# What a text is searched without: besides the unseen also variation selectors, fillers, and marks set upon the character before.
# Not controls, or the bytes of a picture would run together to telephone numbers.
UNSEEN_IN_SEARCH: Final = (
    f"{SEPARATORS}{UNSEEN}\u0300-\u036f\u115f\u1160\u17b4\u17b5\u180b-\u180f\u20d0-\u20f0\u3164\ufe00-\ufe0f\ufe20-\ufe2f\uffa0"
    "\U0001bca0-\U0001bca3\U000e0080-\U000e0fff"
)
# What the program's marks would be taken for in a Word form.
KEPT: Final = f"{TEMPLATE_MARKS}{NONCHARACTERS}"

# While a template is read: a tag of its author's, one of the program's, a line, a paragraph's role, each with a number and the end.
TAG_MARK, PROGRAM_MARK, LINE_MARK, ROLE_MARK, MARK_END = "\ue000", "\ue001", "\ue002", "\ue003", "\ue004"
# In the header or footer of a form: the page's number, and how many pages there are.
PAGE_MARK, PAGES_MARK = "\ue005", "\ue006"
# While a narrative is read: a line break within a tag, which makes one line of several; white space to every pattern.
FOLD: Final = "\x1f"
# While a finished document is read back: what begins here, and that a table has ended.
PARAGRAPH, TABLE, ROW, CELL, AFTER = "\ufdd0", "\ufdd1", "\ufdd2", "\ufdd3", "\ufdd4"
# While a text is searched: the end of a cell or paragraph, and the end of what stands by itself, such as an attribute.
BLOCK_END, TEXT_END = "\ufdd5", "\ufdd6"
# While a finished document is read back: a line ends here, perhaps only because it is full.
LINE_END: Final = "\ufdd7"
# While an empty form is printed: where an opening begins, what is printed in it, where it ends; and what stands for its content.
OPENING, PRINTED, CLOSED, ANSWER = "\ufdd8", "\ufdd9", "\ufdda", "\ufddb"
# While a finished document is read back: around what is no word of it, such as that a paragraph is a heading.
NOTE, NOTE_END = "\ufddc", "\ufddd"
# While its tags are told one by one, what is then told by several of them together: a fact, its value, its words and their end; the
# beginning and the end of a link's words, of a field, of its code; where something else is told; a merge that begins or goes on; an item,
# what marks it.
FACT, VALUE, FACT_WORDS, FACT_END, LINK, LINK_END = "\ufdde", "\ufddf", "\ufde0", "\ufde1", "\ufde2", "\ufde3"
FIELD, FIELD_END, CODE, CODE_END = "\ufde4", "\ufde5", "\ufde6", "\ufde7"
CHART, BEFORE, END, BEGUN, GOES_ON, LISTED, MARKED = "\ufde8", "\ufde9", "\ufdea", "\ufdeb", "\ufdec", "\ufded", "\ufdee"
