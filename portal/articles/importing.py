"""How a folder of another system's articles is taken in: known by their path there, kept byte by byte, never doubled.

An article gets the address that its own slug or file name asks for, its area as suffix where that one
is taken, its shelf from its tag, and its pair from `slugEN`. What had to be changed, and what was
refused, is said file by file. Not inside `writing()`: it renders first and writes in batches.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import islice
from pathlib import Path

from sqlalchemy import select

from portal.articles.addresses import SLUG, slug_of
from portal.articles.article import Article, Revision
from portal.articles.drawing import draw
from portal.articles.faults import Fault, Unreadable
from portal.articles.folder import digest
from portal.articles.foreign import is_foreign, language_of, moment_of, read_text
from portal.articles.front_matter import SOURCE_LIMIT, Document, read
from portal.articles.importing_names import Names, with_area
from portal.articles.importing_pairs import link_pairs
from portal.articles.in_force import (
    add_article,
    add_revision,
    in_force,
    put_in_force,
    put_retired,
)
from portal.articles.kinds import Status
from portal.articles.reports import Outcome, Report
from portal.articles.sync import mirror_all
from portal.articles.taking_in import article_at
from portal.articles.texts import ArticleText, one
from portal.ground.catalogue import _
from portal.ground.db import db, writing
from portal.ground.rendering import Rendered
from portal.ground.site import LANGUAGES

BATCH = 200
Progress = Callable[[int, int], None]


@dataclass(frozen=True)
class Found:
    """One foreign file, read and rendered. `area` is the folder that it lies in."""

    path: str
    area: str
    document: Document
    text: ArticleText
    status: Status
    rendered: Rendered


def import_folder(folder: Path, now: datetime, progress: Progress | None = None) -> Report:
    """Take in every Markdown file under a folder; run again, only what changed there is taken in.

    `progress(done, total)` is told how far it is. Raises NotADirectoryError.
    """
    if not folder.is_dir():
        raise NotADirectoryError(folder)
    report = Report()
    paths = sorted(p for p in folder.rglob("*.md") if not p.name.startswith("."))
    names = iter(path.relative_to(folder).as_posix() for path in paths)
    done = 0
    while batch := list(islice(names, BATCH)):
        known = _known(batch)
        found = [f for f in (_look(folder, name, known, report) for name in batch) if f]
        if found:
            with writing():
                names_taken = Names(batch)
                for each in found:
                    _take_in(each, names_taken, now, report)
        done += len(batch)
        if progress:
            progress(done, len(paths))
    link_pairs(report)
    mirror_all(report)
    return report


def _known(names: Sequence[str]) -> set[tuple[str, str]]:
    """Path and hash of every text that came from these paths before: also of those replaced since."""
    query = (
        select(Article.source_path, Revision.source)
        .join(Revision, Revision.article_id == Article.id)
        .where(Article.source_path.in_(names))
    )
    known = {(str(path), digest(source)) for path, source in db.session.execute(query)}
    db.session.rollback()  # rendering follows, and is slow
    return known


def _look(folder: Path, name: str, known: set[tuple[str, str]], report: Report) -> Found | None:
    """Read and render one file; None where it is known with these bytes, or refused."""
    try:
        path = folder / name
        if not path.is_file():
            raise Unreadable(Fault.NOT_A_FILE)
        if path.stat().st_size > SOURCE_LIMIT:
            raise Unreadable(Fault.TOO_LONG, limit=f"{SOURCE_LIMIT // 1_000_000} MB")
        source = path.read_bytes()
        if (name, digest(source)) in known:
            report.same += 1
            return None
        document = read(source)
        language = language_of(document, LANGUAGES)
        text, status = read_text(document, language, one(document, "slug") or path.stem)
        return Found(name, path.parent.name, document, text, status, draw(text))
    except Unreadable as refusal:
        report.refuse(name, refusal)
    except OSError:
        report.refuse(name, Unreadable(Fault.NOT_A_FILE))
    return None


def _take_in(found: Found, names: Names, now: datetime, report: Report) -> None:
    article = names.by_path.get(found.path)
    kept = None if article else _same_from_the_mirror(found, names)
    if kept is not None:
        kept.article.source_path = found.path
        report.same += 1
        if kept.status == Status.IN_REVIEW and found.status is Status.PUBLISHED:
            put_in_force(kept, None, now)
        return
    before = in_force(article) if article else None
    article = article or _new(found, names, now, report)
    article.source_path = found.path
    text = found.text
    if text.topic and is_foreign(found.document):
        names.add_topic(text.language, text.topic, text.category)
    revision = add_revision(article, found.document, text, found.rendered, Status.DRAFT, None, now)
    if before is not None and before.created_by_id is not None:
        revision.status = Status.IN_REVIEW
        words = _(
            "changed in the folder and in the portal. The portal’s text stays, and the new text is waiting for review."
        )
        report.note(found.path, Outcome.CONFLICT, words)
        return
    _put(revision, found, now)
    report.unsaid[Outcome(found.status)] += 1


def _put(revision: Revision, found: Found, now: datetime) -> None:
    """The revision in the state that its file names, since when its file says."""
    revision.published_at = moment_of(found.document, "publishedAt")
    if found.status is Status.PUBLISHED:
        put_in_force(revision, None, now)
    elif found.status is Status.RETIRED:
        put_retired(revision, None, now)
    else:
        revision.status = found.status


def _same_from_the_mirror(found: Found, names: Names) -> Revision | None:
    """The same text, which an earlier import wrote to the folder and a new database read back from there."""
    text = found.text
    for slug in (slug_of(text.slug), with_area(text.slug, found.area)):
        if not names.is_taken(text.language, slug):
            continue
        article = article_at(text.language, slug)
        if article is not None and article.source_path is None:
            sources = ((revision, revision.source) for revision in article.revisions)
            return next((r for r, source in sources if source == found.document.source), None)
    return None


def _new(found: Found, names: Names, now: datetime, report: Report) -> Article:
    """A new article under a free address; said, where it is not the one that the file asks for."""
    text, wanted = found.text, found.text.slug
    slug = names.take_slug(text.language, wanted, found.area)
    if not SLUG.fullmatch(wanted) and slug == slug_of(wanted):
        words = _("its address was changed to “%(slug)s”.", slug=slug)
        report.note(found.path, Outcome.CHANGED, words)
    elif slug != slug_of(wanted):
        words = _(
            "its address “%(slug)s” is already in use, so “%(free)s” was used instead.",
            slug=wanted,
            free=slug,
        )
        report.note(found.path, Outcome.CHANGED, words)
    article = add_article(text.language, slug, now)
    article.created_at = moment_of(found.document, "createdAt") or now
    if text.identifier and names.take_identifier(text.language, text.identifier):
        article.identifier = text.identifier
    elif text.identifier:
        words = _(
            "its ID “%(id)s” belongs to another article, so it was imported without an ID.",
            id=text.identifier,
        )
        report.note(found.path, Outcome.CHANGED, words)
    return article
