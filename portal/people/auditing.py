"""The record of what leads decide: who did what to whom and when, in kinds and references; nothing in it changes."""

from datetime import datetime
from enum import StrEnum
from ipaddress import ip_address, ip_network
from typing import cast

from sqlalchemy import DDL, ForeignKey, Table, event
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal.ground.db import Model, db
from portal.people.person import Organisation, Person


class Act(StrEnum):
    """What was done. Its subject is said beside each."""

    PORTAL_SET_UP = "portal_set_up"
    """The first lead."""
    PERSON_ADDED = "person_added"
    PERSON_CHANGED = "person_changed"
    ROLE_CHANGED = "role_changed"
    PERSON_INVITED = "person_invited"
    LINK_MADE = "link_made"
    """A link that signs the person in, handed over by a lead or printed by the command."""
    PERSON_BLOCKED = "person_blocked"
    PERSON_UNBLOCKED = "person_unblocked"
    ORGANISATION_ADDED = "organisation_added"
    ORGANISATION_CHANGED = "organisation_changed"
    PLAN_CHANGED = "plan_changed"
    """Of an organisation."""
    SITE_CHANGED = "site_changed"
    """The section of the site."""
    MAIL_CHANGED = "mail_changed"
    POLICY_CHANGED = "policy_changed"
    SYNONYMS_CHANGED = "synonyms_changed"
    """The entry, or the proposal that was dismissed."""
    SEARCH_DISMISSED = "search_dismissed"
    """The language of the searches."""
    EMAILS_RETRIED = "emails_retried"
    """The email; nothing for all of them."""


class AuditEntry(Model):
    """One act. `actor` is None for a command. `subject` is a reference ('person 7', 'site mail'), never words;
    `network` the actor's, cut so that it names no machine."""

    __tablename__ = "audit_entries"

    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[str] = mapped_column(index=True)
    actor_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"), index=True)
    subject: Mapped[str] = mapped_column(index=True)
    network: Mapped[str]
    at: Mapped[datetime]

    actor: Mapped[Person | None] = relationship()


for _deed in ("UPDATE", "DELETE"):
    _refusal = DDL(  # type: ignore[no-untyped-call]  # sqlalchemy ships this one without types
        f"CREATE TRIGGER audit_entries_no_{_deed.lower()} BEFORE {_deed} ON audit_entries "
        "BEGIN SELECT RAISE(ABORT, 'the audit log is append-only'); END"
    )
    event.listen(
        cast(Table, AuditEntry.__table__), "after_create", _refusal.execute_if(dialect="sqlite")
    )


def audit(
    kind: Act,
    actor: Person | None,
    subject: Person | Organisation | str,
    now: datetime,
    network: str = "",
) -> None:
    """Write down one act, inside the `writing()` of the act itself."""
    db.session.flush()  # a subject that was added just now has its number
    about = subject if isinstance(subject, str) else f"{_NAMES[type(subject)]} {subject.id}"
    made = AuditEntry(kind=kind, actor_id=actor.id if actor else None, subject=about, at=now)
    made.network = cut(network)
    db.session.add(made)


_NAMES: dict[type, str] = {Person: "person", Organisation: "organisation"}


def cut(network: str) -> str:
    """'198.51.100.0/24' of an IPv4 address, the first 48 bits of an IPv6 network; '' where unknown."""
    if not network:
        return ""
    address = ip_address(network.partition("/")[0])
    return str(ip_network((address, 24 if address.version == 4 else 48), strict=False))
