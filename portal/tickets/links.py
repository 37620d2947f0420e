"""Links in letters by which a guest follows a ticket, and anyone rates it: minted and looked up."""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from portal.ground.db import db
from portal.ground.tokens import hash_token, new_token
from portal.tickets.closing import RatingLink
from portal.tickets.due_times import policy_for
from portal.tickets.ticket import GuestAccess, Ticket, TrackingLink


def mint_tracking_link(ticket: Ticket, now: datetime) -> str:
    """A new token for `/t/<token>`: it works as long as the policy says (90 days), however often. Inside `writing()`."""
    token = new_token()
    expires_at = now + policy_for(ticket).retention.tracking_links
    db.session.add(
        TrackingLink(
            ticket_id=ticket.id,
            token_hash=hash_token(token),
            created_at=now,
            expires_at=expires_at,
        )
    )
    return token


def mint_rating_link(ticket: Ticket, now: datetime) -> str:
    """A new token for `/r/<token>`: it works as long as the rating can change. Inside `writing()`."""
    token = new_token()
    db.session.add(RatingLink(ticket_id=ticket.id, token_hash=hash_token(token), created_at=now))
    return token


def tracked_ticket(token: str, now: datetime) -> Ticket | None:
    """The ticket that this tracking link leads to; None where the link is unknown, expired or revoked."""
    link = select(TrackingLink.ticket_id).where(
        TrackingLink.token_hash == hash_token(token),
        TrackingLink.expires_at > now,
        TrackingLink.revoked_at.is_(None),
    )
    return db.session.scalars(select(Ticket).where(Ticket.id.in_(link))).one_or_none()


def rated_ticket(token: str) -> Ticket | None:
    """The ticket that this rating link is for, with its rating; None for an unknown link."""
    link = select(RatingLink.ticket_id).where(RatingLink.token_hash == hash_token(token))
    query = select(Ticket).where(Ticket.id.in_(link)).options(joinedload(Ticket.rating))
    return db.session.scalars(query).one_or_none()


def grant(ticket: Ticket, session_id: int, now: datetime, by_link: bool = True) -> None:
    """Let this session see the ticket. Twice is once. Inside `writing()`."""
    access = db.session.get(GuestAccess, (session_id, ticket.id))
    if access is None:
        access = GuestAccess(session_id=session_id, ticket_id=ticket.id, opened_at=now)
        access.by_link = by_link
        db.session.add(access)
    access.by_link = access.by_link or by_link


def prove(ticket: Ticket) -> None:
    """A guest who came by the email's link wrote on the ticket: the address is theirs. Inside `writing()`."""
    ticket.is_verified = True


def prove_by(session_id: int | None, ticket: Ticket) -> None:
    """Prove it where this guest's session opened the link: having sent the request shows nothing. Inside `writing()`."""
    access = db.session.get(GuestAccess, (session_id, ticket.id)) if session_id else None
    if access is not None and access.by_link:
        prove(ticket)
