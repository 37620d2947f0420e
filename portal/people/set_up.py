"""How an empty portal gets its first lead, by a link that works once; and how the site's own row is changed."""

from datetime import datetime
from typing import Any, cast

from sqlalchemy import CursorResult, delete, select, update

from portal.ground.catalogue import _
from portal.ground.db import db
from portal.ground.site import SiteRow, site_row
from portal.ground.tokens import hash_token, new_token
from portal.people.links import SetUpLink
from portal.people.organising import add_person
from portal.people.person import Person
from portal.people.refusal import Forbidden
from portal.people.roles import Role

CHANGEABLE = frozenset(SiteRow.__table__.columns.keys()) - {"id", "set_up_at"}


def has_lead() -> bool:
    """Whether anyone may set the portal up and let others in."""
    leads = select(Person.id).where(Person.role == Role.LEAD).limit(1)
    return db.session.scalars(leads).first() is not None


def set_up_link(now: datetime) -> str:
    """The token of a new set-up link, inside `writing()`; those made before stop working."""
    if has_lead():
        raise Forbidden(_("This portal is already set up and has an administrator."))
    db.session.execute(delete(SetUpLink).where(SetUpLink.used_at.is_(None)))
    token = new_token()
    db.session.add(SetUpLink(token_hash=hash_token(token), created_at=now))
    db.session.flush()
    return token


def is_live(token: str) -> bool:
    """Whether this set-up link still works."""
    link = select(SetUpLink.id).where(
        SetUpLink.token_hash == hash_token(token), SetUpLink.used_at.is_(None)
    )
    return db.session.scalars(link).first() is not None and not has_lead()


def begin(token: str, name: str, email: str, language: str, now: datetime) -> Person | None:
    """Use the link up: the first lead, or None where the link works no more."""
    taking = update(SetUpLink).where(
        SetUpLink.token_hash == hash_token(token), SetUpLink.used_at.is_(None)
    )
    taken = cast("CursorResult[None]", db.session.execute(taking.values(used_at=now)))
    if taken.rowcount != 1 or has_lead():
        return None
    return add_person(email, name, Role.LEAD, None, language, now)


def change_site(values: dict[str, Any]) -> None:
    """Let the site's fields be so, inside `writing()`; at work from the next request, letter or job on."""
    row = site_row()
    for name, value in values.items():
        if name not in CHANGEABLE:
            raise ValueError(f"the site has no field {name!r} to change")
        setattr(row, name, value)


def finish(now: datetime) -> None:
    """The set-up is done: from now on the portal answers at its own address only."""
    row = site_row()
    row.set_up_at = row.set_up_at or now
