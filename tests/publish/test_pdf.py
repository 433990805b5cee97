"""PDFs on the site: offered beside Word where a web editor asks for them, and from then on with every correction."""

from __future__ import annotations

from functools import partial
from pathlib import PurePath

from pipeline.language.wording import kilobytes
from pipeline.publish.publication import Plan, plan_publication
from pipeline.publish.repair import repair
from pipeline.publish.site import Site
from tests.publish.memory import FIGURE, OTHER, Desk, desk

__all__ = ["desk"]
FOLDER = "2020/xinfang/"


def publish_with_pdf(desk: Desk) -> Plan:
    return desk.carry_through(desk.job(), partial(plan_publication, pdf=True))


def pdfs(desk: Desk) -> dict[str, bytes]:
    """Return the PDFs that readers can fetch."""
    return {path: data for path, data in desk.target.pages().items() if PurePath(path).suffix == ".pdf"}


def test_an_article_offers_pdfs_with_their_size_beside_word(desk: Desk) -> None:
    publish_with_pdf(desk)
    page = desk.target.pages()[f"{FOLDER}index.html"].decode()
    assert len(pdfs(desk)) == 2
    for path, data in pdfs(desk).items():
        word = path.replace(".pdf", ".docx")
        assert word in desk.target.pages()
        assert page.index(PurePath(word).name) < page.index(PurePath(path).name)
        assert f"PDF，{kilobytes(len(data))}" in page


def test_a_correction_goes_on_offering_pdfs_and_they_say_what_is_right_now(desk: Desk) -> None:
    publish_with_pdf(desk)
    before = pdfs(desk)
    desk.edit(FIGURE, OTHER)
    desk.publish("更正三公经费")
    after = pdfs(desk)
    assert after.keys() == before.keys()
    assert all(after[path] != before[path] for path in before)


def test_a_publication_of_the_same_offers_pdfs_from_now_on_without_a_correction(desk: Desk) -> None:
    desk.publish()
    assert pdfs(desk) == {}
    assert publish_with_pdf(desk).changes == ()
    assert len(pdfs(desk)) == 2
    assert not desk.publish().is_needed


def test_a_damaged_pdf_is_made_anew(desk: Desk) -> None:
    publish_with_pdf(desk)
    path, data = next(iter(pdfs(desk).items()))
    desk.target.damage(path, b"%PDF-")
    job = desk.job()
    assert repair(job.workspace, Site(job.workspace.layout, job.settings), desk.target, [path]) == [path]
    assert pdfs(desk)[path] == data
