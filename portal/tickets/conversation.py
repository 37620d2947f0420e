"""The tables of what was said and what happened on a ticket: messages, events, attachments."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal.files.file import File
from portal.ground.db import Model
from portal.people.person import Person


class MessageKind(StrEnum):
    """`REASON` holds the words of a deed (why it was reclassified, escalated, reopened, …)."""

    REPLY = "reply"
    NOTE = "note"
    REASON = "reason"


class Message(Model):
    """Words on a ticket. A note is for agents only. `text` is Markdown, `html` its sanitised rendering.

    `submit_key` came with the form, so that a form sent twice says it once; `name` stands for
    whoever has no row among people.
    """

    __tablename__ = "messages"

    id: Mapped[int] = mapped_column(primary_key=True)
    ticket_id: Mapped[int] = mapped_column(ForeignKey("tickets.id"), index=True)
    kind: Mapped[str]
    person_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    name: Mapped[str]
    by_agent: Mapped[bool]
    channel: Mapped[str]
    text: Mapped[str]
    html: Mapped[str]
    at: Mapped[datetime]
    submit_key: Mapped[str | None] = mapped_column(unique=True)

    person: Mapped[Person | None] = relationship()
    attachments: Mapped[list["Attachment"]] = relationship(order_by="Attachment.id")


class Event(Model):
    """The log of what happened to tickets: kinds, references and numbers, never words. Append-only."""

    __tablename__ = "events"
    __table_args__ = (Index("ix_events_ticket_id", "ticket_id", "id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    ticket_id: Mapped[int] = mapped_column(ForeignKey("tickets.id"))
    kind: Mapped[str]
    at: Mapped[datetime]
    person_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    by_agent: Mapped[bool]
    message_id: Mapped[int | None] = mapped_column(ForeignKey("messages.id"))
    before: Mapped[str | None]
    after: Mapped[str | None]
    subject_id: Mapped[int | None]

    person: Mapped[Person | None] = relationship()
    message: Mapped[Message | None] = relationship()


class Attachment(Model):
    """A file on a ticket: with a message, with a step to reproduce, or as evidence of the resolution."""

    __tablename__ = "attachments"

    id: Mapped[int] = mapped_column(primary_key=True)
    ticket_id: Mapped[int] = mapped_column(ForeignKey("tickets.id"), index=True)
    file_id: Mapped[int] = mapped_column(ForeignKey("files.id"), index=True)
    message_id: Mapped[int | None] = mapped_column(ForeignKey("messages.id"), index=True)
    step_number: Mapped[int | None]
    is_internal: Mapped[bool] = mapped_column(default=False)

    file: Mapped[File] = relationship(lazy="joined")
