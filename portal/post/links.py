"""The links in a letter: minted while it is written, so that only their hashes are kept; masked for any other reader."""

from datetime import datetime, timedelta
from typing import Protocol

from flask import current_app

from portal.ground.db import db
from portal.ground.site import current_site
from portal.people.links import SignIn, SignInKind
from portal.people.signing_in import mint_sign_in
from portal.post.kinds import DESK, Part
from portal.tickets.links import mint_rating_link, mint_tracking_link
from portal.tickets.ticket import Ticket

MASK = "•" * 8

ASKED_LASTS = timedelta(hours=1)
"""Whoever asked for a sign-in letter longer ago than this has asked again, or given up."""


class Obsolete(Exception):
    """A letter whose reason has gone by the time it is to be written: it is withdrawn."""


class Links(Protocol):
    """Where the links of a letter come from."""

    def sign_in(self, sign_in_id: int) -> tuple[str, str]:
        """The full address of a one-time sign-in link, and the code that does the same."""
        ...

    def ticket(self, ticket: Ticket, part: Part) -> str:
        """Where the reader finds the ticket: the desk, the client's page, or a guest's own link."""
        ...

    def rating(self, ticket: Ticket) -> list[str]:
        """Five addresses, for scores 1 to 5, that need no sign-in."""
        ...


class FreshLinks:
    """Links that work: each call mints, so it stands inside `writing()`."""

    def __init__(self, now: datetime) -> None:
        self.now = now

    def sign_in(self, sign_in_id: int) -> tuple[str, str]:
        asked = db.session.get(SignIn, sign_in_id)
        if asked is None or asked.used_at is not None:
            raise Obsolete
        if asked.kind == SignInKind.ASKED and self.now - asked.created_at > ASKED_LASTS:
            raise Obsolete
        try:
            token, code = mint_sign_in(sign_in_id, self.now)
        except LookupError as error:
            raise Obsolete from error
        return full_address("people.link", token=token), code

    def ticket(self, ticket: Ticket, part: Part) -> str:
        if part is Part.REQUESTER and ticket.requester_id is None:
            return full_address("tickets.follow", token=mint_tracking_link(ticket, self.now))
        return plain_address_of(ticket, part)

    def rating(self, ticket: Ticket) -> list[str]:
        token = mint_rating_link(ticket, self.now)
        return [full_address("tickets.rate_by_link", token=token, score=n) for n in range(1, 6)]


class MaskedLinks:
    """What a lead sees in place of other people's links. Nothing is minted."""

    def sign_in(self, sign_in_id: int) -> tuple[str, str]:
        return full_address("people.link", token=MASK), "•" * 6

    def ticket(self, ticket: Ticket, part: Part) -> str:
        if part is Part.REQUESTER and ticket.requester_id is None:
            return full_address("tickets.follow", token=MASK)
        return plain_address_of(ticket, part)

    def rating(self, ticket: Ticket) -> list[str]:
        return [full_address("tickets.rate_by_link", token=MASK, score=n) for n in range(1, 6)]


def plain_address_of(ticket: Ticket, part: Part) -> str:
    """The ticket's page, for whoever signs in: at the desk for who works there, else the client's."""
    page = "desk.ticket" if part in DESK else "tickets.ticket"
    return full_address(page, ref=ticket.ref)


def full_address(endpoint: str, **values: object) -> str:
    """The address of a page, from the site's base URL: a job has no request, and a request's Host may be forged."""
    path = current_app.url_map.bind("localhost").build(endpoint, values)
    return current_site().address(path.replace("%E2%80%A2", "•"))
