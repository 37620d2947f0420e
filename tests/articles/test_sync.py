"""The two-way sync: what changed on one side goes to the other, nothing is lost, and it is said."""

from pathlib import Path

import pytest
from flask import Flask

from portal.articles import writing_up
from portal.articles.article import Article, ArticleChange, Revision, SyncConflict, Topic
from portal.articles.kinds import Status
from portal.articles.mirroring import FOLLOWER
from portal.articles.reports import Outcome
from portal.articles.sync import sync
from portal.articles.texts import ArticleText
from portal.ground.db import db, writing
from portal.ground.following import catch_up
from portal.ground.rendering import converting
from tests.articles.writing import DAY, START, article, put, revisions, source, states


@pytest.fixture
def folder(app: Flask) -> Path:
    folder: Path = app.extensions["portal_settings"].articles_folder
    folder.mkdir(parents=True)
    return folder


def revise(slug: str, body: str) -> Revision:
    """Someone at the desk writes another text and publishes it."""
    with writing():
        before = writing_up.text_in(writing_up.latest(article(slug)))
        text = ArticleText(**{**vars(before), "body": body})
        revision = writing_up.revise(article(slug), text, None, START + DAY)
        writing_up.publish(revision, None, START + DAY)
    return revision


def test_a_new_file_becomes_a_published_article_with_its_exact_bytes(folder: Path) -> None:
    content = source(description="What to do.", tags="[sound, calls]", odd="{kept: yes}")
    put(folder, "es/sin-audio.md", content)
    report = sync(folder, START)
    assert report.counts() == {"published": 1, "same": 0}
    published = article("sin-audio").published
    assert published is not None
    assert (published.title, published.tags) == ("No sound in calls", ["sound", "calls"])
    assert published.source == content
    assert "<p>Check the plug.</p>" in published.html
    assert [c.kind for c in db.session.query(ArticleChange)] == ["published"]


def test_a_second_sync_does_nothing(folder: Path) -> None:
    put(folder, "es/a.md", source())
    put(folder, "en/b.md", source(approver=""))
    put(folder, "en/c.md", source(status="retired"))
    sync(folder, START)
    times = {p: p.stat().st_mtime_ns for p in folder.rglob("*")}
    report = sync(folder, START + DAY)
    assert report.notes == []
    assert report.same == 3
    assert {p: p.stat().st_mtime_ns for p in folder.rglob("*")} == times
    assert db.session.query(Revision).count() == 3


@pytest.mark.parametrize(
    ("fields", "state"),
    [
        ({"status": "published"}, Status.PUBLISHED),
        ({"status": "approved"}, Status.PUBLISHED),
        ({"status": "published", "approver": ""}, Status.IN_REVIEW),
        ({"status": ""}, Status.IN_REVIEW),
        ({"status": "draft"}, Status.DRAFT),
        ({"status": "retired"}, Status.RETIRED),
    ],
)
def test_the_file_says_in_which_state_it_is(
    folder: Path, fields: dict[str, str], state: Status
) -> None:
    put(folder, "es/a.md", source(**fields))
    sync(folder, START)
    assert states("a") == [state]
    assert (article("a").published is not None) == (state is Status.PUBLISHED)


def test_a_policy_without_approvers_publishes_at_once(folder: Path) -> None:
    put(folder, "es/a.md", source(status="published", approver=""))
    sync(folder, START, needs_approver=False)
    assert states("a") == [Status.PUBLISHED]


def test_what_changed_in_the_folder_is_the_next_revision(folder: Path) -> None:
    put(folder, "es/a.md", source(body="One."))
    sync(folder, START)
    put(folder, "es/a.md", source(body="Two."))
    report = sync(folder, START + DAY)
    assert [n.outcome for n in report.notes] == [Outcome.PUBLISHED]
    assert states("a") == [Status.REPLACED, Status.PUBLISHED]
    assert "Two." in revisions("a")[1].html


def test_what_changed_here_is_written_to_the_folder(folder: Path) -> None:
    content = source(body="One.", odd="kept").replace(b"\n", b"\r\n")
    path = put(folder, "es/a.md", content)
    sync(folder, START)
    revise("a", "One.\n\nTwo.")
    assert path.read_bytes() == content
    assert sync(folder, START + DAY).counts() == {"written": 1, "same": 0}
    after = path.read_bytes()
    assert b"odd: kept\r\n" in after
    assert after.endswith(b"One.\r\n\r\nTwo.\r\n")
    assert b"updatedAt: 2026-03-03\r\n" in after


def test_the_follower_writes_a_published_article_by_itself(folder: Path) -> None:
    with writing():
        text = ArticleText(title="Dos pasos para entrar", body="Uno.", language="es")
        draft = writing_up.revise(None, text, None, START)
    catch_up(FOLLOWER)
    assert not (folder / "es").exists(), "drafts live in the database"
    with writing():
        writing_up.publish(db.session.merge(draft), None, START)
    catch_up(FOLLOWER)
    written = (folder / "es/dos-pasos-para-entrar.md").read_text()
    assert "title: Dos pasos para entrar\n" in written
    assert "id: KB-0001\n" in written
    assert "status: published\n" in written
    assert sync(folder, START + DAY).notes == []


def test_the_follower_never_overwrites_what_changed_in_the_folder(folder: Path) -> None:
    path = put(folder, "es/a.md", source(body="One."))
    sync(folder, START)
    revise("a", "Ours.")
    path.write_bytes(source(body="Theirs."))
    catch_up(FOLLOWER)
    assert path.read_bytes() == source(body="Theirs.")


def test_a_conflict_keeps_both_texts_and_says_so(folder: Path) -> None:
    path = put(folder, "es/a.md", source(body="One."))
    sync(folder, START)
    revise("a", "Ours.")
    path.write_bytes(source(body="Theirs."))
    report = sync(folder, START + DAY)
    assert [n.outcome for n in report.notes] == [Outcome.CONFLICT]
    assert "changed here and in the folder" in report.lines()[0]
    assert path.read_bytes() == source(body="Theirs."), "the file is left as it is"
    assert states("a") == [Status.REPLACED, Status.PUBLISHED, Status.IN_REVIEW]
    assert revisions("a")[2].source == source(body="Theirs.")
    again = sync(folder, START + DAY)
    assert [n.outcome for n in again.notes] == [Outcome.CONFLICT]
    assert db.session.query(SyncConflict).count() == 1
    assert len(states("a")) == 3


def test_a_conflict_that_was_decided_at_the_desk_ends(folder: Path) -> None:
    path = put(folder, "es/a.md", source(body="One."))
    sync(folder, START)
    revise("a", "Ours.")
    path.write_bytes(source(body="Theirs."))
    sync(folder, START + DAY)
    with writing():
        writing_up.publish(revisions("a")[2], None, START + DAY)
    assert [n.outcome for n in sync(folder, START + DAY).notes] == [Outcome.WRITTEN]
    assert b"Theirs." in path.read_bytes()
    assert sync(folder, START + DAY).notes == []


def test_a_deleted_file_retires_its_article_and_keeps_every_revision(folder: Path) -> None:
    for name in "abc":
        put(folder, f"es/{name}.md", source(title=name))
    sync(folder, START)
    (folder / "es/a.md").unlink()
    report = sync(folder, START + DAY)
    assert [n.outcome for n in report.notes] == [Outcome.RETIRED]
    assert article("a").published is None
    assert states("a") == [Status.RETIRED]
    assert [c.kind for c in db.session.query(ArticleChange)][-1] == "retired"
    assert sync(folder, START + DAY).notes == []
    assert not (folder / "es/a.md").exists()
    put(folder, "es/a.md", source(title="a"))
    sync(folder, START + DAY)
    assert article("a").published is not None
    assert [c.kind for c in db.session.query(ArticleChange)][-1] == "restored"


def test_a_vanished_folder_retires_nothing(folder: Path) -> None:
    for name in "abc":
        put(folder, f"es/{name}.md", source(title=name))
    put(folder, "en/d.md", source())
    sync(folder, START)
    for name in "ab":
        (folder / f"es/{name}.md").unlink()
    report = sync(folder, START + DAY)
    assert [(n.path, n.outcome) for n in report.notes] == [("es/", Outcome.KEPT)]
    assert "2 of 3 files are missing" in report.lines()[0]
    assert article("a").published is not None
    assert sync(folder, START + DAY, restore_missing=True).counts()["written"] == 2
    assert (folder / "es/a.md").read_bytes() == source(title="a")


def test_a_renamed_file_is_the_same_article(folder: Path) -> None:
    for name in "abc":
        put(folder, f"es/{name}.md", source(title=name, id=f"KB-{name}"))
    sync(folder, START)
    number = article("a").id
    (folder / "es/a.md").rename(folder / "es/z.md")
    (folder / "es/b.md").unlink()
    put(folder, "es/y.md", source(title="b, edited", id="KB-b"))
    report = sync(folder, START + DAY)
    assert len(report.of(Outcome.RENAMED)) == 2
    assert article("z").id == number
    assert [r.title for r in revisions("y")] == ["b", "b, edited"]
    assert sync(folder, START + DAY).notes == []


def test_broken_files_are_refused_one_by_one_with_a_remedy(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(converting, "PATIENCE", converting.PATIENCE / 10)
    put(folder, "es/good.md", source())
    put(folder, "es/latin.md", "---\ntitle: Contraseña\n---\n".encode("latin-1"))
    put(folder, "es/open.md", b"---\ntitle: a\nBody")
    put(folder, "es/big.md", source(body="x" * 5_000_000))
    put(folder, "es/Mal Nombre.md", source())
    put(folder, "es/kind.md", source(type="novel"))
    put(folder, "es/tangled.md", source(body="[" * 30_000))
    (folder / "es/dir.md").mkdir()
    (folder / "es/link.md").symlink_to("/etc/hostname")
    report = sync(folder, START)
    said = dict(line.split(": ", 1) for line in report.lines())
    assert said["es/latin.md"].startswith("line 2: the text is not in UTF-8. Save")
    assert "Put a line of three hyphens" in said["es/open.md"]
    assert "larger than 1 MB" in said["es/big.md"]
    assert "mal-nombre.md" in said["es/Mal Nombre.md"]
    assert (
        "line 3: “novel” is not a value for “type”. Use one of these: user-manual"
        in said["es/kind.md"]
    )
    assert "too long to show" in said["es/tangled.md"]
    assert "not an ordinary file" in said["es/dir.md"]
    assert "not an ordinary file" in said["es/link.md"]
    assert [a.slug for a in db.session.query(Article)] == ["good"]


def test_a_file_that_breaks_later_changes_nothing(folder: Path) -> None:
    path = put(folder, "es/a.md", source())
    sync(folder, START)
    path.write_bytes(b"\xff\xfe broken")
    assert [n.outcome for n in sync(folder, START + DAY).notes] == [Outcome.REFUSED]
    assert article("a").published is not None
    assert path.read_bytes() == b"\xff\xfe broken"


def test_translations_are_linked_in_whatever_order_they_come(folder: Path) -> None:
    put(folder, "en/no-sound.md", source(translation_of="sin-audio"))
    assert sync(folder, START).of(Outcome.UNLINKED)
    put(folder, "es/sin-audio.md", source())
    sync(folder, START + DAY)
    assert article("no-sound", "en").translation_of_id == article("sin-audio").id
    assert sync(folder, START + DAY).notes == []


def test_an_id_is_unique_in_a_language_and_shared_by_translations(folder: Path) -> None:
    put(folder, "en/a.md", source(id="KB-1"))
    put(folder, "es/a.md", source(id="KB-1"))
    put(folder, "es/b.md", source(id="KB-1"))
    report = sync(folder, START)
    assert [n.path for n in report.of(Outcome.CHANGED)] == ["es/b.md"]
    assert article("a", "en").identifier == article("a").identifier == "KB-1"
    assert article("b").identifier is None
    assert b"id: KB-1" in revisions("b")[0].source


def test_topics_come_from_their_file(folder: Path) -> None:
    toml = (
        '[[topic]]\nslug = "red"\ntitle = "Red"\n\n[[topic]]\nslug = "chat"\ntitle = "Chat web"\n'
    )
    put(folder, "es/topics.toml", toml.encode())
    sync(folder, START)
    assert [t.title for t in db.session.query(Topic).order_by(Topic.position)] == [
        "Red",
        "Chat web",
    ]
    assert sync(folder, START).notes == []
    put(folder, "es/topics.toml", b'[[topic]]\nslug = "red\n')
    assert sync(folder, START).lines()[0].startswith("es/topics.toml: line 2: the topics can’t")


def test_a_hundred_unchanged_files_are_hashed_quickly_and_leave_the_database_alone(
    folder: Path,
) -> None:
    for number in range(100):
        put(folder, f"es/a-{number}.md", source(title=f"a {number}"))
    sync(folder, START)
    changes = db.session.query(ArticleChange).count()
    assert sync(folder, START).same == 100
    assert db.session.query(ArticleChange).count() == changes
