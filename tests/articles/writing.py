"""Small articles and folders for the tests of this room."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

from portal.articles.article import Article, Revision
from portal.articles.kinds import Status
from portal.ground.db import db
from portal.ground.settings import Settings

START = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)
DAY = timedelta(days=1)


def source(title: str = "No sound in calls", body: str = "Check the plug.", **fields: str) -> bytes:
    """The bytes of a file as an author would write it: published and approved, if nothing else is said."""
    known = {
        "title": title,
        "type": "guide",
        "status": "approved",
        "approver": "Leo Díaz",
        **fields,
    }
    lines = "".join(f"{name}: {value}\n" for name, value in known.items() if value)
    return f"---\n{lines}---\n\n{body}\n".encode()


def put(folder: Path, path: str, content: bytes) -> Path:
    """Lay a file into the folder."""
    target = folder / path
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_bytes(content)
    return target


def kb(app_settings: Settings) -> Path:
    folder = app_settings.articles_folder
    folder.mkdir(parents=True, exist_ok=True)
    return folder


def article(slug: str, language: str = "es") -> Article:
    """The article at this address, read afresh."""
    db.session.expire_all()
    return db.session.scalars(
        db.select(Article).where(Article.slug == slug, Article.language == language)
    ).one()


def revisions(slug: str, language: str = "es") -> list[Revision]:
    return list(article(slug, language).revisions)


def states(slug: str, language: str = "es") -> list[Status]:
    return [Status(revision.status) for revision in revisions(slug, language)]
