"""Any edits on either side, in any order, then sync: no byte is lost, and a second sync writes nothing."""

import shutil
from pathlib import Path

from flask import Flask
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from portal.articles import writing_up
from portal.articles.article import Article, Revision, SyncConflict
from portal.articles.front_matter import read
from portal.articles.in_force import in_force
from portal.articles.kinds import Status
from portal.articles.mirroring import FOLLOWER
from portal.articles.sync import sync
from portal.articles.texts import ArticleText
from portal.ground.db import Model, db, writing
from portal.ground.following import catch_up
from tests.articles.writing import START, put

SLUGS = ("a", "b", "c")

bodies = st.text("ab é#*\n\t", min_size=1, max_size=20).map(lambda text: f"x{text}")
ends = st.sampled_from(["\n", "\r\n", "\r"])
statuses = st.sampled_from(["published", "approved", "APPROVED", "in review", "draft", "retired"])
extras = st.sampled_from(["", "odd: {deep: [1]}\n", "note: |\n  two\n  # lines\n", "# remark\n"])


@st.composite
def files(draw: st.DrawFn) -> bytes:
    """A file as people, editors and systems leave them."""
    approver = draw(st.sampled_from(["approver: Leo\n", ""]))
    identifier = draw(st.sampled_from(["", "id: KB-1\n", "id: 'KB-2'  # ours\n"]))
    text = f"---\ntitle: t\n{identifier}status: {draw(statuses)}\n{draw(extras)}{approver}---\n"
    text = (text + "\n" + draw(bodies)).replace("\n", draw(ends))
    text += draw(st.sampled_from(["", "\n", "\r\n\n"]))
    return draw(st.sampled_from([b"", b"\xef\xbb\xbf"])) + text.encode()


slugs = st.sampled_from(SLUGS)
steps = st.one_of(
    st.tuples(st.just("file"), slugs, files()),
    st.tuples(st.just("delete"), slugs, st.none()),
    st.tuples(st.just("rename"), slugs, slugs),
    st.tuples(st.just("desk"), slugs, bodies),
    st.tuples(st.just("retire"), slugs, st.none()),
    st.tuples(st.just("restore"), slugs, st.none()),
    st.tuples(st.just("approve"), slugs, st.none()),
    st.tuples(st.just("sync"), st.none(), st.none()),
    st.tuples(st.just("sync"), st.none(), st.none()),
    st.tuples(st.just("follow"), st.none(), st.none()),
)
Step = tuple[str, str | None, bytes | str | None]


@settings(
    max_examples=60,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(st.lists(steps, min_size=2, max_size=10))
@example(
    [
        ("file", "a", b"---\ntitle: t\nstatus: approved\napprover: L\n---\nx"),
        ("sync", None, None),
        ("desk", "a", "ours"),
        ("file", "a", b"---\r\ntitle: t\r\nstatus: draft\r\n---\r\ntheirs"),
        ("follow", None, None),
        ("sync", None, None),
        ("approve", "a", None),
        ("delete", "a", None),
    ]
)
@example(
    [
        ("file", "b", b"---\ntitle: t\nstatus: published\napprover: L\n---\nx"),
        ("sync", None, None),
        ("delete", "b", None),
        ("file", "a", b"---\ntitle: t\nstatus: published\napprover: L\n---\nxx"),
    ]
)
def test_whatever_happens_no_byte_is_lost(app: Flask, taken: list[Step]) -> None:
    folder: Path = app.extensions["portal_settings"].articles_folder
    _empty(folder)
    written: set[str] = set()
    for step in [*taken, ("sync", None, None)]:
        before = {path: path.read_bytes() for path in folder.rglob("*.md")}
        _take(step, folder, written)
        if step[0] in {"sync", "follow"}:
            _nothing_is_lost(before, written)
    texts = {path: path.read_bytes() for path in folder.rglob("*.md")}
    count = db.session.query(Revision).count()
    again = sync(folder, START)
    assert not again.has_changed_anything, again.lines()
    assert {path: path.read_bytes() for path in folder.rglob("*.md")} == texts
    assert db.session.query(Revision).count() == count
    _both_sides_agree(folder)


def _take(step: Step, folder: Path, written: set[str]) -> None:
    deed, slug, value = step
    path = folder / "es" / f"{slug}.md"
    if deed == "sync":
        sync(folder, START)
    elif deed == "follow":
        catch_up(FOLLOWER)
    elif deed == "file" and isinstance(value, bytes):
        put(folder, f"es/{slug}.md", value)
    elif deed == "delete":
        path.unlink(missing_ok=True)
    elif deed == "rename" and path.exists() and not path.with_name(f"{value!s}.md").exists():
        path.rename(path.with_name(f"{value!s}.md"))
    else:
        _at_the_desk(deed, slug or "", value, written)


def _at_the_desk(deed: str, slug: str, value: object, written: set[str]) -> None:
    with writing():
        article = db.session.query(Article).filter_by(slug=slug, language="es").one_or_none()
        if article is None:
            return
        text = in_force(article)
        if deed == "desk" and isinstance(value, str):
            parts = vars(writing_up.text_in(writing_up.latest(article))) | {"body": value}
            revision = writing_up.revise(article, ArticleText(**parts), None, START)
            writing_up.publish(revision, None, START)
            written.add(read(revision.source).body)
        elif deed == "approve":
            newest = writing_up.latest(article)
            if newest.status in {Status.DRAFT, Status.IN_REVIEW}:
                writing_up.publish(newest, None, START)
        elif deed == "retire" and text is not None and text.status == Status.PUBLISHED:
            writing_up.retire(article, None, START)
        elif deed == "restore" and text is not None and text.status == Status.RETIRED:
            writing_up.restore(article, None, START)


def _nothing_is_lost(before: dict[Path, bytes], written: set[str]) -> None:
    """Every file is as it was, or its bytes are kept as a revision; every text of the desk is kept."""
    documents = [read(source) for (source,) in db.session.query(Revision.source)]
    kept = {document.source for document in documents}
    stamped = {_unstamped(document.source) for document in documents}
    for path, content in before.items():
        is_there = path.exists() and path.read_bytes() == content
        assert is_there or content in kept or _unstamped(content) in stamped, (path, content)
    assert written <= {document.body for document in documents}


def _unstamped(source: bytes) -> bytes:
    """A text without the lines that publishing and retiring write: they say its state, not its words."""
    stamps = (b"status:", b"revision:", b"updatedAt:", b"approver:")
    document = read(source)
    head = [x for x in document.head.encode().splitlines() if not x.startswith(stamps)]
    return b"\n".join(head) + document.tail.encode()


def _both_sides_agree(folder: Path) -> None:
    """Where no conflict is open and nothing waits for review, the file is the text in force."""
    for article in db.session.query(Article).all():
        open_ones = db.session.query(SyncConflict).filter_by(article_id=article.id, settled_at=None)
        newest, text = writing_up.latest(article), in_force(article)
        path = folder / article.language / f"{article.slug}.md"
        if open_ones.count() or text is None or newest.id != text.id or not path.exists():
            continue
        assert path.read_bytes() == text.source


def _empty(folder: Path) -> None:
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    db.session.rollback()
    with writing():
        db.session.query(Article).update({"published_id": None})
        for table in reversed(Model.metadata.sorted_tables):
            if table.name in {"articles", "revisions", "article_changes", "cursors"} or (
                table.name in {"mirrored_files", "sync_conflicts"}
            ):
                db.session.execute(table.delete())
    db.session.expire_all()
