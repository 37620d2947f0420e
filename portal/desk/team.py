"""Who works at the desk."""

from collections.abc import Sequence

from sqlalchemy import select

from portal.ground.db import db
from portal.people.person import Person
from portal.people.roles import Role


def team() -> Sequence[Person]:
    """The people who can have a ticket, by name."""
    staff = [role for role in Role if role.is_staff]
    working = select(Person).where(Person.role.in_(staff), Person.disabled_at.is_(None))
    return db.session.scalars(working.order_by(Person.name)).all()
