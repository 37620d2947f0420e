"""The two-way sync of the folder and the database. It loses no text, overwrites no text, and says what it did.

Truth is the database with its revisions; the folder is its mirror. What changed on one side only goes
to the other; what changed on both is kept twice, and said. Not inside `writing()`: it reads and
renders first, then writes in short batches of its own.
"""

from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import datetime
from itertools import islice
from pathlib import Path
from typing import TypeVar

from sqlalchemy import select

from portal.articles.article import Article, Revision
from portal.articles.faults import Unreadable
from portal.articles.folder import alone, look, sweep, write
from portal.articles.in_force import in_force, link_translation
from portal.articles.meeting import Deed, Met
from portal.articles.mirror import ours_of, remember
from portal.articles.missing import follow_renames, spare_the_vanished
from portal.articles.planning import Plan, plan_for
from portal.articles.reports import Outcome, Report, taken_in_words
from portal.articles.taking_in import (
    Arrival,
    MayPublish,
    always,
    arrival,
    conflict_about,
    keep_both,
    take_in,
)
from portal.articles.topics import sync_topics
from portal.articles.writing_up import retire
from portal.ground.catalogue import _
from portal.ground.db import db, writing
from portal.ground.site import settings

BATCH = 200
WRITERS = 16
T = TypeVar("T")


@dataclass(frozen=True)
class Terms:
    """Under which a file that says it is published is published."""

    needs_approver: bool
    may_publish: MayPublish


def sync(
    folder: Path,
    now: datetime,
    needs_approver: bool = True,
    restore_missing: bool = False,
    may_publish: MayPublish = always,
) -> Report:
    """Bring the folder and the database together; the report names every file that was not as it should be.

    `needs_approver`: a file without an approver waits for review. `restore_missing`: files that are
    gone are written again, instead of their articles being retired. `may_publish`: what it refuses waits
    for review, too.
    """
    report = Report()
    with alone(settings()):
        sweep(folder)
        sync_topics(folder, report)
        plan = plan_for(look(folder))
        for path, refusal in plan.looked.refused.items():
            report.refuse(path, refusal)
        follow_renames(folder, plan, now, report)
        spare_the_vanished(plan, restore_missing, report)
        _record(plan)
        _take_in(folder, plan, Terms(needs_approver, may_publish), now, report)
        _keep_both(folder, plan, now, report)
        _retire(plan, now, report)
        export(folder, plan, report)
        _link_translations(report)
    report.same = len(plan.paths(Deed.NOTHING, Deed.RECORD))
    return report


def mirror_all(report: Report) -> None:
    """Write the file of every article that changed here only; nothing is taken in."""
    here = settings()
    with alone(here):
        quiet = Report()
        export(here.articles_folder, plan_for(look(here.articles_folder)), quiet)
    report.notes += [note for note in quiet.notes if note.outcome is not Outcome.WRITTEN]


def export(folder: Path, plan: Plan, report: Report) -> None:
    """Write the files of articles that changed here."""
    for batch in _batches(plan.paths(Deed.EXPORT, Deed.PUT_BACK)):
        with ThreadPoolExecutor(WRITERS) as writers:  # a disk settles many files in one go
            settled = writers.map(
                lambda path: write(folder, path, plan.held[path].source, plan.file(path)), batch
            )
            written = [path for path, is_written in zip(batch, settled, strict=True) if is_written]
        with writing():
            for path in written:
                sha = plan.ours(path)
                remember(path, plan.article_id(path), Met(sha, sha))
        for path in written:
            is_back = plan.deeds[path] is Deed.PUT_BACK
            words = _(
                "written to the folder again: the file was deleted there, but the article changed in the portal."
            )
            report.note(path, Outcome.WRITTEN, words if is_back else _("written to the folder."))


def _record(plan: Plan) -> None:
    for batch in _batches(plan.paths(Deed.RECORD)):
        with writing():
            for path in batch:
                remember(path, plan.article_id(path), Met(plan.file(path), plan.ours(path)))


def _take_in(folder: Path, plan: Plan, terms: Terms, now: datetime, report: Report) -> None:
    for batch in _batches(plan.paths(Deed.TAKE_IN)):
        arrivals = list(_arrivals(folder, batch, report))
        with writing():
            for arrived in arrivals:
                _take_one_in(arrived, plan, terms, now, report)


def _take_one_in(arrived: Arrival, plan: Plan, terms: Terms, now: datetime, report: Report) -> None:
    path = arrived.path
    article = db.session.get(Article, plan.article_id(path)) if path in plan.held else None
    if article is not None and ours_of(article) != plan.ours(path):
        return  # it changed here in this moment: the next sync decides
    article, outcome, has_identifier = take_in(
        arrived, terms.needs_approver, now, terms.may_publish
    )
    ours = ours_of(article)
    remember(path, article.id, Met(arrived.sha256, ours))
    report.note(path, outcome, taken_in_words(outcome))
    if not has_identifier:
        words = _(
            "another article in this language has the same ID, so this one was imported without an ID."
        )
        report.note(path, Outcome.CHANGED, words)


def _keep_both(folder: Path, plan: Plan, now: datetime, report: Report) -> None:
    for path in plan.paths(Deed.CONFLICT):
        before = conflict_about(plan.article_id(path), plan.file(path))
        if before is not None and before.settled_at is not None:
            plan.deeds[path] = Deed.EXPORT  # decided at the desk, where both texts are kept
            continue
        if before is None:
            arrivals = list(_arrivals(folder, [path], report))
            with writing():
                article = db.session.get_one(Article, plan.article_id(path))
                ours = in_force(article)
                for arrived in arrivals:
                    if ours is not None:
                        keep_both(arrived, article, ours, now)
            if not arrivals:
                continue
        words = _(
            "changed here and in the folder. The portal's text stays published, the file's text "
            "waits for review at the desk, and the file is left as it is."
        )
        report.note(path, Outcome.CONFLICT, words)


def _retire(plan: Plan, now: datetime, report: Report) -> None:
    for path in plan.paths(Deed.RETIRE):
        with writing():
            article = db.session.get_one(Article, plan.article_id(path))
            is_published = article.published_id is not None
            if is_published:
                retire(article, None, now)
            remember(path, article.id, Met("", ours_of(article)))
        words = _("the file was deleted, so the article is retired. Its revisions are still saved.")
        report.note(path, Outcome.RETIRED if is_published else Outcome.KEPT, words)


def _link_translations(report: Report) -> None:
    """Pairs whose second half came later."""
    query = (
        select(Article.id, Article.language, Article.slug, Revision.translation_of)
        .join(Revision, Article.published_id == Revision.id)
        .where(Revision.translation_of != "", Article.translation_of_id.is_(None))
    )
    for number, language, slug, original in db.session.execute(query).all():
        with writing():
            article = db.session.get_one(Article, number)
            is_linked = article.published is not None and link_translation(
                article, article.published
            )
        if not is_linked:
            words = _("“translation_of” refers to “%(slug)s”, which doesn’t exist.", slug=original)
            report.note(f"{language}/{slug}.md", Outcome.UNLINKED, words)


def _arrivals(folder: Path, paths: Sequence[str], report: Report) -> Iterator[Arrival]:
    for path in paths:
        try:
            yield arrival(folder, path)
        except Unreadable as refusal:
            report.refuse(path, refusal)


def _batches(paths: list[T]) -> Iterator[list[T]]:
    rest = iter(paths)
    while batch := list(islice(rest, BATCH)):
        yield batch
