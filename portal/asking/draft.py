"""The tables of drafts: everything a client typed or uploaded before sending, kept from the first answer."""

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, Select, and_, false, select
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal.files.file import File
from portal.ground.db import Model


class Draft(Model):
    """A request being written. Owned by a person (any device), or by the browser whose cookie hashes to
    `browser` (a guest). `answers` holds question → text; `steps` an ordered list of texts; `trail` the
    visit in which it began and what led to it ('visit', 'article', 'words', and 'follows', a ticket's number)."""

    __tablename__ = "drafts"

    id: Mapped[int] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(unique=True)
    submit_key: Mapped[str] = mapped_column(unique=True)
    person_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"), index=True)
    browser: Mapped[str | None] = mapped_column(index=True)
    on_behalf: Mapped[bool] = mapped_column(default=False)
    answers: Mapped[dict[str, Any]] = mapped_column(default=dict)
    steps: Mapped[list[str]] = mapped_column(default=list)
    trail: Mapped[dict[str, Any]] = mapped_column(default=dict)
    started_at: Mapped[datetime]
    saved_at: Mapped[datetime]
    expires_at: Mapped[datetime] = mapped_column(index=True)
    solved_at: Mapped[datetime | None]
    """When an article was said to have solved it; the draft can still be gone on with."""
    sent_at: Mapped[datetime | None]
    ticket_ref: Mapped[str | None]

    files: Mapped[list["DraftFile"]] = relationship(
        cascade="all, delete-orphan", passive_deletes=True, order_by="DraftFile.id"
    )

    @staticmethod
    def owned_by(person_id: int | None, browser: str) -> Select["Draft"]:
        """The drafts of a person, with those begun as a guest in this browser; a guest has only the latter."""
        drafts = select(Draft)
        begun_here = and_(Draft.person_id.is_(None), Draft.browser == browser)
        mine = Draft.person_id == person_id if person_id is not None else false()
        return drafts.where(mine | begun_here)

    @property
    def is_guests(self) -> bool:
        """Whether nobody known has begun it, so that it must ask how its writer can be reached."""
        return self.person_id is None

    @property
    def is_sent(self) -> bool:
        return self.ticket_ref is not None


class DraftFile(Model):
    """A file that goes with a draft, perhaps with one of its steps (numbers begin at 1)."""

    __tablename__ = "draft_files"

    id: Mapped[int] = mapped_column(primary_key=True)
    draft_id: Mapped[int] = mapped_column(ForeignKey("drafts.id", ondelete="CASCADE"), index=True)
    file_id: Mapped[int] = mapped_column(ForeignKey("files.id", ondelete="CASCADE"), unique=True)
    step_number: Mapped[int | None]

    file: Mapped[File] = relationship(lazy="joined")
