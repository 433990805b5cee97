"""What the search index says: no text is hidden that an article holds, in shards of any size, after any number of publications."""

from __future__ import annotations

import base64
import json
import random
from collections.abc import Mapping

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from pipeline.publish import search as searching
from pipeline.publish import segments
from pipeline.publish.article import Article
from pipeline.publish.search import Search, text_file, text_path
from pipeline.publish.segments import articles_in, listed, postings_in, shards_of
from pipeline.publish.terms import SIGNATURE_BITS, folded, hashed, signature, terms
from pipeline.workspace import UnitYear

TEXTS = st.text(st.characters(codec="utf-16"), max_size=60)
LISTS = st.dictionaries(st.integers(1, 100_000), st.integers(0, 3))
TIME = "2021-06-10T09:30:00+08:00"


def bits(found: str) -> set[int]:
    number = int.from_bytes(base64.b64decode(found), "little")
    return {bit for bit in range(SIGNATURE_BITS) if number >> bit & 1}


@example("O¯", 0, 2)
@given(TEXTS, st.integers(0, 60), st.integers(0, 60))
def test_a_piece_of_a_text_is_folded_as_it_is_in_the_whole(text: str, start: int, end: int) -> None:
    assert folded(text[start:end]) in folded(text)


@given(st.text("预算支出，。 \n信访Ab-", max_size=40), st.integers(0, 40), st.integers(0, 40))
def test_the_terms_of_any_words_are_among_those_of_the_whole(text: str, start: int, end: int) -> None:
    assert terms(text[start:end]).keys() <= terms(text).keys()
    assert bits(signature(terms(text[start:end]))) <= bits(signature(terms(text)))


def test_numbers_are_terms_as_a_whole_and_characters_single_and_in_pairs() -> None:
    assert terms("支出8.06万元，IP").keys() == {"支", "出", "支出", "8.06", "万", "元", "万元", "i", "p", "ip"}


def test_width_case_and_blanks_make_no_difference_but_lines_stay_apart() -> None:
    assert terms("ＡＢ　８．０６") == terms("ab8.06")
    assert folded("湛 江\n市") == "湛江\n市"


def test_an_article_is_told_from_most_texts_that_it_does_not_hold() -> None:
    known = bits(signature(terms("坚持以人民为中心，主动作为，认真履职，以解决群众的合理诉求为工作核心" * 20)))
    foreign = [f"{chr(0x5000 + number)}{chr(0x6000 + number * 7)}" for number in range(300)]
    assert sum(bits(signature(terms(word))) <= known for word in foreign) < 10


@given(LISTS)
def test_a_list_of_articles_comes_back(articles: Mapping[int, int]) -> None:
    assert dict(articles_in(listed(articles))) == articles


@given(st.dictionaries(st.integers(0, 2**32 - 1), LISTS.filter(bool).map(listed), max_size=30))
def test_a_segment_comes_back_from_its_shards(postings: dict[int, str]) -> None:
    assert postings_in(shards_of(postings)) == postings


class Shelf:
    """A site that consists of texts and the index of its search."""

    def __init__(self) -> None:
        self.files: dict[str, bytes] = {}
        self.search = Search()
        self.texts: dict[int, str] = {}

    def put(self, number: int, text: str) -> None:
        article = Article(UnitYear(f"u{number}", "2020"), f"甲{number}局", f"甲{number}局自评", TIME, TIME, 1, "", serial=number)
        self.texts[number] = text
        self.files[text_path(number)] = text_file(article, text)
        self.search = self.search.changed(number, self.files[text_path(number)])
        if self.search.is_full:
            old = {path for segment in self.search.segments for path in segment.paths}
            self.search, made = self.search.folded(self.files.__getitem__, max(self.texts))
            named = {path for segment in self.search.segments for path in segment.paths}
            self.files = {path: data for path, data in self.files.items() if path not in old or path in named} | made

    def withdraw(self, number: int) -> None:
        del self.texts[number], self.files[text_path(number)]
        self.search = self.search.changed(number, None)

    def having(self, term: str) -> set[int]:
        """Return which articles may have a term, as search.js finds them."""
        hidden = set(self.search.recent) | self.search.gone
        found = {number for number, (known, _) in self.search.recent.items() if bits(signature([term])) <= bits(known)}
        for segment in reversed(self.search.segments):
            shard = json.loads(self.files[segment.paths[hashed(term) % segment.shards]])
            found |= {number for number, _ in articles_in(shard.get(segments.key(hashed(term)), ""))} - hidden
            hidden |= set(segment.own)
        return found


@pytest.mark.parametrize("seed", range(3))
def test_after_any_publications_the_index_finds_what_the_articles_say_now_and_nothing_else(
    seed: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(searching, "MOST_RECENT", 3)
    monkeypatch.setattr(searching, "LARGER", 2)
    monkeypatch.setattr(segments, "SHARD", 200)
    chance, shelf = random.Random(seed), Shelf()
    words = [f"词{chr(0x4E00 + number * 97)}" for number in range(40)]
    for _ in range(120):
        number = chance.choice([*shelf.texts, max(shelf.texts, default=0) + 1])
        if chance.random() < 0.1 and number in shelf.texts:
            shelf.withdraw(number)
        else:
            shelf.put(number, "，".join(chance.sample(words, 5)))
    assert len(shelf.search.segments) > 0
    assert shelf.search.segments[0].shards > 1
    for word in words:
        really = {number for number, text in shelf.texts.items() if word in text}
        assert shelf.having(word) >= really
        assert shelf.having(word) - really <= set(shelf.search.recent), "only a signature says too much"


def test_a_term_that_is_in_too_many_articles_is_listed_with_none() -> None:
    most = segments.LONGEST_LIST
    merged = segments.merged([({7: listed(dict.fromkeys(range(1, most + 2), 0)), 8: listed({3: 1})}, ())])
    assert merged == {7: "", 8: listed({3: 1})}
