"""Files that are no longer where they were: renamed, deleted one by one, or gone with their whole folder."""

from datetime import datetime
from pathlib import Path

from portal.articles.addresses import named_by
from portal.articles.article import Article
from portal.articles.faults import Unreadable
from portal.articles.folder import read_bytes
from portal.articles.foreign import read_text
from portal.articles.front_matter import read
from portal.articles.in_force import log
from portal.articles.kinds import Change
from portal.articles.meeting import Deed, deed_for, is_suspicious
from portal.articles.mirror import forget, held_texts, remember
from portal.articles.planning import Plan
from portal.articles.reports import Outcome, Report
from portal.articles.taking_in import article_at
from portal.ground.catalogue import _
from portal.ground.db import db, writing
from portal.ground.site import LANGUAGES


def follow_renames(folder: Path, plan: Plan, now: datetime, report: Report) -> None:
    """A new file that holds what a missing one held, or its id, is the same article at another address."""
    gone = plan.paths(Deed.RETIRE)
    if not gone:
        return
    fresh = [p for p in plan.paths(Deed.TAKE_IN) if p not in plan.held and p not in plan.met]
    for path in fresh:
        before = next((old for old in gone if _is_same(folder, plan, old, path)), None)
        if before is not None and article_at(*named_by(path)) is None:
            gone.remove(before)
            _rename(plan, before, path, now)
            words = _("same article as %(before)s, with a new address.", before=before)
            report.note(path, Outcome.RENAMED, words)


def _is_same(folder: Path, plan: Plan, old: str, path: str) -> bool:
    if named_by(old)[0] != named_by(path)[0]:
        return False
    if plan.met[old][1].file == plan.file(path):
        return True
    try:
        text, _status = read_text(read(read_bytes(folder, path)), *named_by(path))
    except Unreadable:
        return False
    article = db.session.get_one(Article, plan.article_id(old))
    return text.identifier is not None and text.identifier == article.identifier


def _rename(plan: Plan, before: str, path: str, now: datetime) -> None:
    article_id, met = plan.met[before]
    with writing():
        article = db.session.get_one(Article, article_id)
        article.slug = named_by(path)[1]
        forget(before)
        remember(path, article.id, met)
        if article.published is not None:
            log(article.published, Change.PUBLISHED, None, now)
    plan.held.pop(before, None)
    plan.held.update(held_texts({article_id}))
    plan.met[path] = plan.met.pop(before)
    del plan.deeds[before]
    plan.deeds[path] = deed_for(met, plan.file(path), plan.ours(path))


def spare_the_vanished(plan: Plan, restore_missing: bool, report: Report) -> None:
    """Where more than half of a language's files are gone, nothing is retired: the folder has gone, not the articles.

    New files count as there: the next sync, which knows them, would come to the same."""
    for language in LANGUAGES:
        met = {path for path, (_id, met) in plan.met.items() if met.file}
        known = [p for p in met | {*plan.paths(Deed.TAKE_IN)} if _is_of(p, language)]
        missing = [p for p in plan.paths(Deed.RETIRE) if _is_of(p, language)]
        if restore_missing:
            plan.deeds |= {p: Deed.EXPORT if p in plan.held else Deed.NOTHING for p in missing}
        elif missing and is_suspicious(len(missing), len(known)):
            plan.deeds |= dict.fromkeys(missing, Deed.NOTHING)
            words = _(
                "%(missing)s of %(known)s files are missing, so no article was retired. Restore the folder, or use --restore-missing to write the files again.",
                missing=len(missing),
                known=len(known),
            )
            report.note(f"{language}/", Outcome.KEPT, words)


def _is_of(path: str, language: str) -> bool:
    return path.startswith(f"{language}/")
