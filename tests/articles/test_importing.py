"""Articles of another system: mapped where they can be, kept byte by byte, reported, never doubled."""

from pathlib import Path

import pytest
from flask import Flask

from portal.articles import writing_up
from portal.articles.article import Article, ArticleChange, Revision, Topic
from portal.articles.importing import import_folder
from portal.articles.kinds import Status
from portal.articles.reports import Outcome
from portal.articles.sync import sync
from portal.articles.texts import ArticleText
from portal.ground.db import db, writing
from tests.articles.writing import DAY, START, article, put, states


def foreign(title: str, language: str, name: str, **fields: str) -> bytes:
    known = {
        "title": f"'{title}'",
        "status": "PUBLISHED",
        "createdAt": "2023-12-05T18:07:50.089Z",
        "updatedAt": "2024-01-26T17:52:03.169Z",
        "publishedAt": "2024-01-26T17:52:03.169Z",
        "contentType": "knownIssue",
        "productTeam": "Carts & Orders",
        "tag": "Carts & Orders",
        "slugEN": name,
        "locale": language,
        "kiStatus": "Backlog",
        **fields,
    }
    lines = "".join(f"{key}: {value}\r\n" for key, value in known.items() if value)
    return f"---\r\n{lines}---\r\n\r\n## Summary\r\n\r\nThe cart is empty.\r\n".encode()


@pytest.fixture
def elsewhere(tmp_path: Path) -> Path:
    folder = tmp_path / "elsewhere"
    put(folder, "en/Carts/empty-cart.md", foreign("Empty cart", "en", "empty-cart", id="X1"))
    put(folder, "es/Carts/carro-vacio.md", foreign("Carro vacío", "es", "empty-cart", id="X1"))
    put(folder, "en/Orders/empty-cart.md", foreign("Empty, too", "en", "lost-order", id="X2"))
    put(folder, "es/Orders/pedido.md", foreign("Pedido perdido", "es", "lost-order"))
    put(folder, "en/Carts/a.md", foreign("A", "en", "twice"))
    put(folder, "en/Carts/b.md", foreign("B", "en", "twice", id="X1"))
    put(folder, "es/Carts/a-y-b.md", foreign("A y B", "es", "twice"))
    put(folder, "en/Carts/Ñandú Page.md", foreign("Odd", "en", "odd"))
    put(folder, "en/Carts/broken.md", b"---\ntitle: 'x\n---\n")
    put(folder, "en/Carts/portuguese.md", foreign("Carrinho", "pt", "x"))
    put(folder, "en/Carts/old.md", foreign("Old", "en", "old", status="ARCHIVED"))
    return folder


def test_a_foreign_article_is_mapped_and_kept(app: Flask, elsewhere: Path) -> None:
    import_folder(elsewhere, START)
    cart = article("empty-cart", "en")
    text = cart.published
    assert text is not None
    assert (text.title, text.kind, text.topic) == ("Empty cart", "known-problem", "carts-orders")
    assert str(text.updated_on) == "2024-01-26"
    assert text.published_at is not None
    assert text.published_at.year == 2024
    assert cart.created_at.year == 2023
    assert [s["title"] for s in text.sections] == ["Summary"]
    content = (elsewhere / "en/Carts/empty-cart.md").read_bytes()
    assert text.source == content
    folder = app.extensions["portal_settings"].articles_folder
    assert (folder / "en/empty-cart.md").read_bytes() == content
    shelves = {(t.language, t.slug, t.title) for t in db.session.query(Topic)}
    assert shelves == {(c, "carts-orders", "Carts & Orders") for c in ("es", "en")}


def test_what_was_changed_or_refused_is_said_file_by_file(app: Flask, elsewhere: Path) -> None:
    seen: list[tuple[int, int]] = []
    report = import_folder(elsewhere, START, lambda done, total: seen.append((done, total)))
    said = {(note.path, note.outcome): note.words for note in report.notes}
    assert "so “empty-cart-orders” was used" in said["en/Orders/empty-cart.md", Outcome.CHANGED]
    assert (
        "its address was changed to “nandu-page”" in said["en/Carts/Ñandú Page.md", Outcome.CHANGED]
    )
    assert "“X1” belongs to another" in said["en/Carts/empty-cart.md", Outcome.CHANGED]
    assert said["en/Carts/broken.md", Outcome.REFUSED].startswith("line 2: ")
    assert "“pt” is not a value for “locale”" in said["en/Carts/portuguese.md", Outcome.REFUSED]
    assert {n.path for n in report.of(Outcome.UNLINKED)} == {"en/Carts/a.md", "en/Carts/b.md"}
    assert report.counts() == {
        "published": 8,
        "retired": 1,
        "changed": 3,
        "refused": 2,
        "unlinked": 2,
        "same": 0,
    }
    assert seen == [(11, 11)]


def test_pairs_share_their_name(app: Flask, elsewhere: Path) -> None:
    import_folder(elsewhere, START)
    assert article("carro-vacio").translation_of_id == article("empty-cart", "en").id
    assert article("pedido").translation_of_id == article("empty-cart-orders", "en").id
    assert article("a-y-b").translation_of_id is None
    assert article("carro-vacio").identifier == "X1"


def test_again_nothing_is_doubled_and_only_what_changed_is_taken_in(
    app: Flask, elsewhere: Path
) -> None:
    import_folder(elsewhere, START)
    counts = [
        db.session.query(table).count() for table in (Article, Revision, ArticleChange, Topic)
    ]
    report = import_folder(elsewhere, START + DAY)
    assert report.same == 9
    assert not report.has_changed_anything
    again = [db.session.query(table).count() for table in (Article, Revision, ArticleChange, Topic)]
    assert again == counts
    put(elsewhere, "en/Carts/a.md", foreign("A, newer", "en", "twice"))
    assert import_folder(elsewhere, START + DAY).counts()["published"] == 1
    assert states("a", "en") == [Status.REPLACED, Status.PUBLISHED]


def test_the_mirror_agrees_with_what_was_imported(app: Flask, elsewhere: Path) -> None:
    import_folder(elsewhere, START)
    report = sync(app.extensions["portal_settings"].articles_folder, START + DAY)
    assert report.notes == []
    assert report.same == 9


def test_what_was_mended_here_is_not_overwritten_by_the_next_import(
    app: Flask, elsewhere: Path, characters: dict[str, object]
) -> None:
    import_folder(elsewhere, START)
    vera = characters["vera"]
    with writing():
        mine = writing_up.text_in(writing_up.latest(article("a", "en")))
        text = ArticleText(**{**vars(mine), "body": "Mended."})
        revision = writing_up.revise(article("a", "en"), text, vera, START)  # type: ignore[arg-type]
        writing_up.publish(revision, None, START)
    assert import_folder(elsewhere, START + DAY).same == 9
    put(elsewhere, "en/Carts/a.md", foreign("A, newer", "en", "twice"))
    assert import_folder(elsewhere, START + DAY).of(Outcome.CONFLICT)
    assert states("a", "en") == [Status.REPLACED, Status.PUBLISHED, Status.IN_REVIEW]
    assert b"kiStatus: Backlog\r\n" in revision.source


@pytest.mark.parametrize("needs_approver", [True, False])
def test_a_new_database_fed_from_the_mirror_is_recognised(
    app: Flask, elsewhere: Path, needs_approver: bool
) -> None:
    folder = app.extensions["portal_settings"].articles_folder
    for path in ("en/Carts/a.md", "es/Carts/carro-vacio.md"):
        put(folder, path.replace("Carts/", ""), (elsewhere / path).read_bytes())
    sync(folder, START, needs_approver=needs_approver)
    import_folder(elsewhere, START)
    assert db.session.query(Article).count() == 9
    assert states("a", "en") == [Status.PUBLISHED]
    assert import_folder(elsewhere, START).same == 9


def test_a_folder_that_is_not_there_is_said(app: Flask, tmp_path: Path) -> None:
    with pytest.raises(NotADirectoryError):
        import_folder(tmp_path / "nothing", START)
