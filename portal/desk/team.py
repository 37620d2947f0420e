"""Who works at the desk."""

from collections.abc import Sequence
from typing import NamedTuple

from sqlalchemy import select

from portal.ground.db import db
from portal.people.person import Person
from portal.people.roles import Role


class Member(NamedTuple):
    """What a choice among the team shows: whole people take far longer to make."""

    id: int
    name: str


def team() -> Sequence[Member]:
    """The people who can have a ticket, by name."""
    return [Member(*row) for row in db.session.execute(_TEAM).all()]


_STAFF = [role for role in Role if role.is_staff]
_TEAM = (
    select(Person.id, Person.name)
    .where(Person.role.in_(_STAFF), Person.disabled_at.is_(None))
    .order_by(Person.name)
)
