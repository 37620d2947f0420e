"""Server-side sessions: kept as hashes, listed and revocable by their owner; a guest's session has no person."""

from datetime import datetime

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal.ground.db import Model
from portal.people.person import Person


class Session(Model):
    """One browser that signed in (`person_id`), or that opened a ticket's link (`person_id` None)."""

    __tablename__ = "sessions"

    id: Mapped[int] = mapped_column(primary_key=True)
    token_hash: Mapped[str] = mapped_column(unique=True)
    person_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"), index=True)
    device: Mapped[str]
    network: Mapped[str]
    created_at: Mapped[datetime]
    seen_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    revoked_at: Mapped[datetime | None]

    person: Mapped[Person | None] = relationship(lazy="joined")
