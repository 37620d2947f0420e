"""The tables of what lets a person in once: sign-ins that were asked for, and set-up links. Secrets are hashes here."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal.ground.db import Model, db
from portal.people.person import Person


class SignInKind(StrEnum):
    """`ASKED` by whoever typed the address; `INVITED` by a lead; `PRINTED` by the command."""

    ASKED = "asked"
    INVITED = "invited"
    PRINTED = "printed"


class SignIn(Model):
    """One asking to sign in, by `email`, whether or not anyone may sign in by it.

    `person` is None for an address that nobody has yet. The secrets come when the letter is
    rendered; a letter that is rendered again makes new ones. `tries` counts wrong codes.
    """

    __tablename__ = "sign_ins"

    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[str]
    email: Mapped[str] = mapped_column(index=True)
    person_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"), index=True)
    browser: Mapped[str | None] = mapped_column(index=True)
    language: Mapped[str]
    next: Mapped[str | None]
    token_hash: Mapped[str | None] = mapped_column(unique=True)
    code_hash: Mapped[str | None]
    tries: Mapped[int] = mapped_column(default=0)
    created_at: Mapped[datetime]
    link_until: Mapped[datetime | None]
    code_until: Mapped[datetime | None]
    used_at: Mapped[datetime | None]

    person: Mapped[Person | None] = relationship()


def new_sign_in(
    kind: SignInKind, email: str, person: Person | None, language: str, now: datetime
) -> SignIn:
    """A row without secrets yet, inside `writing()`."""
    made = SignIn(kind=kind, email=email, language=language, created_at=now)
    made.person_id = person.id if person else None
    db.session.add(made)
    db.session.flush()
    return made


class SetUpLink(Model):
    """The link with which the first lead sets the portal up: the newest unused one works, once."""

    __tablename__ = "set_up_links"

    id: Mapped[int] = mapped_column(primary_key=True)
    token_hash: Mapped[str] = mapped_column(unique=True)
    created_at: Mapped[datetime]
    used_at: Mapped[datetime | None]
