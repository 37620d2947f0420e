"""The kept texts of the policy under which promises were made."""

from datetime import datetime

from sqlalchemy import bindparam, select
from sqlalchemy.orm import Mapped, mapped_column

from portal.ground.db import Model, db
from portal.ground.site import current_site
from portal.policy.loading import load, parse, path_of
from portal.policy.policy import Policy


class Edition(Model):
    """One text of a policy file, by the SHA-256 of its bytes (hexadecimal). Never changed, never deleted."""

    __tablename__ = "policy_editions"

    sha256: Mapped[str] = mapped_column(primary_key=True)
    name: Mapped[str]
    text: Mapped[str]
    since: Mapped[datetime]


def keep_edition(policy: Policy, now: datetime) -> str:
    """Keep the policy's text if it is new; its SHA-256, which a ticket then names. Inside `writing()`."""
    sha = policy.edition
    if db.session.scalar(_KEPT, {"sha256": sha}) is None:
        db.session.add(Edition(sha256=sha, name=policy.name, text=policy.text, since=now))
    return sha


_KEPT = select(Edition.sha256).where(Edition.sha256 == bindparam("sha256"))


def policy_of(edition: str) -> Policy:
    """The policy as it was when the promise was made. Raises LookupError for an edition that was never kept."""
    if edition not in _read:
        kept = db.session.get(Edition, edition)
        if kept is None:
            raise LookupError(f"no edition {edition} was kept")
        _read[edition] = parse(kept.text, f"edition {edition[:12]} of {kept.name}")
    return _read[edition]


def current_policy() -> Policy:
    """The policy that this site uses now; its file is read again when it changed. Raises PolicyError."""
    path = path_of(current_site().policy)
    try:
        stat = path.stat()
    except OSError:
        return load(str(path))
    mark = (str(path), stat.st_mtime_ns, stat.st_size)
    if mark not in _loaded:
        policy = load(str(path))
        _loaded.clear()
        _loaded[mark] = policy
        _read[policy.edition] = policy
    return _loaded[mark]


_loaded: dict[tuple[str, int, int], Policy] = {}
_read: dict[str, Policy] = {}
