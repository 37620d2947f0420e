"""The table of handovers: to another tier, to development, to a provider, to management, and back."""

from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import CheckConstraint, ForeignKey, bindparam, select
from sqlalchemy.orm import Mapped, mapped_column

from portal.ground.db import Model, db
from portal.tickets.days import end_of
from portal.tickets.events import awaited


class Destination(StrEnum):
    TIER = "tier"
    DEVELOPMENT = "development"
    PROVIDER = "provider"
    MANAGEMENT = "management"


class Handover(Model):
    """One escalation: why stands in the message of its event. `tier`: the tier it went to (TIER, MANAGEMENT).

    `name`, `contact` and `reference` are the provider's or the developers' (their own number for it);
    `expected_on` is the day on which they said to be done. `returned_at` None: it is still there.
    """

    __tablename__ = "handovers"
    __table_args__ = (
        CheckConstraint(
            "destination IN ('tier', 'development', 'provider', 'management')", name="destination"
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    ticket_id: Mapped[int] = mapped_column(ForeignKey("tickets.id"), index=True)
    destination: Mapped[str]
    tier: Mapped[str | None]
    name: Mapped[str] = mapped_column(default="")
    contact: Mapped[str] = mapped_column(default="")
    reference: Mapped[str] = mapped_column(default="")
    expected_on: Mapped[date | None]
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"))
    at: Mapped[datetime]
    returned_at: Mapped[datetime | None]


def days_awaited(ticket_id: int) -> dict[str, datetime]:
    """Where the ticket is and by which day it is to be done there (as `awaited` writes it): when that day is over."""
    rows = db.session.execute(_EXPECTED, {"ticket": ticket_id})
    return {awaited(row.destination, row.expected_on): end_of(row.expected_on) for row in rows}


_EXPECTED = select(Handover.destination, Handover.expected_on).where(
    Handover.ticket_id == bindparam("ticket"),
    Handover.returned_at.is_(None),
    Handover.expected_on.is_not(None),
)
