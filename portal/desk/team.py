"""Who works at the desk."""

from collections.abc import Sequence

from sqlalchemy import select

from portal.ground.db import db
from portal.people.person import Person
from portal.people.roles import Role


def team() -> Sequence[Person]:
    """The people who can have a ticket, by name."""
    return db.session.scalars(_TEAM).all()


_STAFF = [role for role in Role if role.is_staff]
_TEAM = (
    select(Person)
    .where(Person.role.in_(_STAFF), Person.disabled_at.is_(None))
    .order_by(Person.name)
)
