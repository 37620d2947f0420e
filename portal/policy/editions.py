"""The kept texts of the policy under which promises were made."""

import logging
from dataclasses import dataclass
from datetime import datetime
from itertools import zip_longest
from pathlib import Path

from sqlalchemy import bindparam, select

from portal.ground.db import db
from portal.ground.site import current_site, site_row
from portal.policy.days_kept import KeptDays, keep_years, library_version
from portal.policy.edition import Edition, Period
from portal.policy.loading import PolicyError, load, path_of, reread
from portal.policy.mistake import Mistake, _l
from portal.policy.policy import Policy

SHORT = 12
"""How many letters of an edition's hash name it in an address."""

KEPT = "kept:"
"""Before the SHA-256 of an edition: the name of a policy that was uploaded, and has no other file."""

logger = logging.getLogger("portal.policy")


def keep_edition(policy: Policy, now: datetime) -> str:
    """Keep the policy's text if it is new; its SHA-256, which a ticket then names. Inside `writing()`."""
    sha = policy.edition
    if db.session.scalar(_KEPT, {"sha256": sha}) is None:
        edition = Edition(sha256=sha, name=policy.name, text=policy.text, since=now, days={})
        keep_years(edition, policy, now)
        db.session.add(edition)
    return sha


_KEPT = select(Edition.sha256).where(Edition.sha256 == bindparam("sha256"))


def note_edition(now: datetime) -> None:
    """Keep the current policy and note since when it is in force, where that is new. Inside `writing()`."""
    policy = current_policy()
    sha = keep_edition(policy, now)
    db.session.flush()  # the edition's row first: the period points at it
    keep_years(db.session.get_one(Edition, sha), policy, now)
    if db.session.scalar(_LAST) != sha:
        db.session.add(Period(sha256=sha, since=now))


_LAST = select(Period.sha256).order_by(Period.id.desc()).limit(1)


@dataclass(frozen=True)
class InForce:
    """When an edition was in force; `until` None: it still is."""

    sha256: str
    since: datetime
    until: datetime | None


def periods() -> list[InForce]:
    """Which edition was in force when, the latest first; of kept ones alone."""
    rows = list(db.session.scalars(select(Period).order_by(Period.id)))
    ends = [row.since for row in rows[1:]]
    return [InForce(r.sha256, r.since, end) for r, end in zip_longest(rows, ends)][::-1]


def edition_called(short: str) -> str | None:
    """The whole hash of the kept edition whose hash begins so (12 letters); None where there is none."""
    if len(short) != SHORT:
        return None
    return db.session.scalar(
        select(Edition.sha256).where(Edition.sha256.startswith(short, autoescape=True)).limit(1)
    )


def policy_of(edition: str) -> Policy:
    """The policy as it was when the promise was made. Raises LookupError for an edition that was never kept."""
    if edition not in _read:
        kept = db.session.get(Edition, edition)
        if kept is None:
            raise LookupError(f"no edition {edition} was kept")
        policy = reread(kept.text, f"edition {edition[:12]} of {kept.name}")
        _read[edition] = policy.keeping(KeptDays(edition))
    return _read[edition]


def policy_named(name: str) -> Policy:
    """The policy that a site calls so: a preset, the path of a file, or KEPT and an edition. Raises PolicyError."""
    if not name.startswith(KEPT):
        return load(name)
    try:
        return policy_of(name.removeprefix(KEPT))
    except LookupError:
        words = _l("This version of the policy was never saved here.")
        mistake = Mistake((), words, _l("Choose another policy, or upload the file again."))
        raise PolicyError(name, [(0, mistake)]) from None


def current_policy() -> Policy:
    """The policy that this site uses now.

    While its file cannot be used, the edition that was last in force stands: a slip in a file must not take the
    portal away. `portal doctor` and the lead's pages tell of it. Raises PolicyError where none was in force before.
    """
    try:
        return _renewed(policy_in_file())
    except PolicyError:
        last = db.session.scalar(_LAST)
        if last is None:
            raise
        return policy_of(last)


def renew_days(now: datetime) -> Policy:
    """Use the policy's file with the public holidays as they are known today, for new tickets; what was promised before
    keeps its own. An edition like any other: the file's text and a line that says so. Inside `writing()`.

    Raises PolicyError where the file cannot be used.
    """
    text = f"{policy_in_file().text}{_RENEWED}{now:%Y-%m-%d %H:%M} (holidays {library_version()})\n"
    policy = reread(text, "the renewed policy")
    policy.keeping(KeptDays(policy.edition))
    _read[policy.edition] = policy
    site_row().policy_days = policy.edition
    note_edition(now)
    return policy


_RENEWED = "\n# Public holidays renewed on "


def _renewed(policy: Policy) -> Policy:
    """The file's policy with its holidays renewed, where somebody did so since the file was written."""
    sha = current_site().policy_days
    renewed = policy_of(sha) if sha else policy
    return renewed if renewed.text.startswith(policy.text + _RENEWED) else policy


def policy_in_file() -> Policy:
    """What the site's policy file says; read again when it changed. Raises PolicyError."""
    if current_site().policy.startswith(KEPT):
        return policy_named(current_site().policy)
    path = path_of(current_site().policy)
    mark = _mark(path)
    if mark not in _loaded:
        _loaded.clear()
        _loaded[mark] = _taken_in(path)
    known = _loaded[mark]
    if isinstance(known, PolicyError):  # raised as one of its own: each raising adds to a traceback
        raise PolicyError(known.source, known.found)
    return known


def _mark(path: Path) -> tuple[str, int, int]:
    """By what it is seen that the file is another one."""
    try:
        stat = path.stat()
    except OSError:
        return str(path), 0, 0
    return str(path), stat.st_mtime_ns, stat.st_size


def _taken_in(path: Path) -> Policy | PolicyError:
    try:
        policy = load(str(path))
    except PolicyError as error:
        logger.error("the policy cannot be used; the one last in force stands:\n%s", error)
        return error
    _read[policy.edition] = policy.keeping(KeptDays(policy.edition))
    return policy


_loaded: dict[tuple[str, int, int], Policy | PolicyError] = {}
_read: dict[str, Policy] = {}
