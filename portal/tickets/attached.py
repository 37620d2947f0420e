"""The files of a ticket as pages list them."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from flask import url_for
from sqlalchemy import bindparam, select

from portal.files.file import File
from portal.ground.db import db
from portal.ground.wording import size
from portal.tickets.conversation import Attachment
from portal.tickets.ticket import Ticket


@dataclass(frozen=True)
class FileLine:
    """One file for the component `files`."""

    url: str
    name: str
    size_words: str
    is_picture: bool
    thumb_url: str | None


@dataclass(frozen=True)
class Attached:
    """All files of a ticket, by where they belong."""

    with_message: dict[int, list[FileLine]]
    with_step: dict[int, list[FileLine]]
    with_filing: list[FileLine]
    evidence: list[FileLine]
    """Of the resolution; for the desk only."""


def attached_to(ticket: Ticket) -> Attached:
    """The files of the ticket, in one query."""
    rows = db.session.scalars(_ATTACHED, {"ticket": ticket.id})
    messages, steps = defaultdict(list), defaultdict(list)
    loose: dict[bool, list[Attachment]] = {False: [], True: []}
    for row in rows:
        if row.message_id is not None:
            messages[row.message_id].append(row)
        elif row.step_number is not None:
            steps[row.step_number].append(row)
        else:
            loose[row.is_internal].append(row)
    return Attached(
        {key: _lines(ticket, of_message) for key, of_message in messages.items()},
        {key: _lines(ticket, of_step) for key, of_step in steps.items()},
        _lines(ticket, loose[False]),
        _lines(ticket, loose[True]),
    )


_ATTACHED = (
    select(Attachment).where(Attachment.ticket_id == bindparam("ticket")).order_by(Attachment.id)
)


def _lines(ticket: Ticket, attachments: Iterable[Attachment]) -> list[FileLine]:
    return [_line(ticket, attachment.file) for attachment in attachments]


def _line(ticket: Ticket, file: File) -> FileLine:
    url = url_for("tickets.file", ref=ticket.ref, number=file.id)
    thumb = url_for("tickets.file", ref=ticket.ref, number=file.id, thumb=1)
    return FileLine(
        url, file.name, size(file.size), file.is_picture, thumb if file.is_picture else None
    )
