"""The shelves: `topics.toml` of each language's folder, and the rows made of it."""

import re
import tomllib
from pathlib import Path
from typing import Any

from sqlalchemy import select

from portal.articles.addresses import SLUG
from portal.articles.article import Topic
from portal.articles.faults import Fault, Unreadable
from portal.articles.folder import read_bytes
from portal.articles.reports import Outcome, Report
from portal.ground.catalogue import _
from portal.ground.db import db, writing
from portal.ground.site import LANGUAGES

NAME = "topics.toml"
_LINE = re.compile(r"line (\d+)")

Row = dict[str, Any]


def sync_topics(folder: Path, report: Report) -> None:
    """Make the rows of every `topics.toml` what the file says; a topic that is not named there stays."""
    for language in LANGUAGES:
        path = f"{language}/{NAME}"
        if not (folder / path).exists():
            continue
        try:
            rows = read_topics(read_bytes(folder, path))
        except Unreadable as refusal:
            report.refuse(path, refusal)
            continue
        known = _known(language)
        changed = [row for row in rows if known.get(row["slug"]) != row]
        if changed:
            with writing():
                for row in changed:
                    _keep(language, row)
            words = ", ".join(row["title"] for row in changed)
            report.note(
                path, Outcome.TOPIC, _("topics updated from the file: %(words)s", words=words)
            )


def read_topics(source: bytes) -> list[Row]:
    """The topics of one file in their order, as columns. Raises Unreadable."""
    try:
        found = tomllib.loads(source.decode()).get("topic", [])
    except UnicodeDecodeError:
        raise Unreadable(Fault.NOT_UTF8) from None
    except (tomllib.TOMLDecodeError, RecursionError) as error:
        line = _LINE.search(str(error))
        problem = str(error).partition(" (")[0]
        raise Unreadable(Fault.NOT_TOPICS, int(line[1]) if line else 0, problem=problem) from None
    if not isinstance(found, list):
        raise Unreadable(Fault.NOT_TOPICS, problem="[[topic]]")
    return [_row(topic, position) for position, topic in enumerate(found)]


def _row(topic: Any, position: int) -> Row:
    texts = topic if isinstance(topic, dict) else {}
    texts = {name: value.strip() for name, value in texts.items() if isinstance(value, str)}
    if not SLUG.fullmatch(texts.get("slug", "")) or not texts.get("title"):
        raise Unreadable(Fault.NOT_TOPICS, problem=f"[[topic]] {position + 1}")
    return {
        "slug": texts["slug"],
        "title": texts["title"],
        "summary": texts.get("summary", ""),
        "position": position,
        "translation_of": texts.get("translation_of") or None,
    }


def _known(language: str) -> dict[str, Row]:
    columns = (Topic.slug, Topic.title, Topic.summary, Topic.position, Topic.translation_of)
    rows = db.session.execute(select(*columns).where(Topic.language == language)).mappings()
    return {row["slug"]: dict(row) for row in rows}


def _keep(language: str, row: Row) -> None:
    query = select(Topic).where(Topic.language == language, Topic.slug == row["slug"])
    topic = db.session.scalar(query)
    if topic is None:
        db.session.add(Topic(language=language, **row))
        db.session.flush()
        return
    for name, value in row.items():
        setattr(topic, name, value)
