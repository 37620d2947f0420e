"""The tables of people and of the organisations they belong to."""

from datetime import datetime

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal.ground.db import Model
from portal.people.roles import Role


class Organisation(Model):
    """A client of ours, on a plan of the service policy."""

    __tablename__ = "organisations"

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(unique=True)
    plan: Mapped[str]
    created_at: Mapped[datetime]

    domains: Mapped[list["MailDomain"]] = relationship(
        back_populates="organisation", cascade="all, delete-orphan", order_by="MailDomain.domain"
    )


class MailDomain(Model):
    """A mail domain whose addresses belong to an organisation, in lower case, without '@'."""

    __tablename__ = "mail_domains"

    domain: Mapped[str] = mapped_column(primary_key=True)
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisations.id"), index=True)

    organisation: Mapped[Organisation] = relationship(back_populates="domains")


class Person(Model):
    """Someone who can sign in. `email` is kept in lower case and is unique.

    Of those at the desk, `tier` is their level or place in the chain, `calendar` their working hours (keys of the
    service policy; no calendar: that of their tier).
    """

    __tablename__ = "people"

    id: Mapped[int] = mapped_column(primary_key=True)
    email: Mapped[str] = mapped_column(unique=True)
    name: Mapped[str]
    role: Mapped[str]
    organisation_id: Mapped[int | None] = mapped_column(ForeignKey("organisations.id"), index=True)
    tier: Mapped[str | None]
    calendar: Mapped[str | None]
    language: Mapped[str]
    time_zone: Mapped[str | None]
    created_at: Mapped[datetime]
    seen_at: Mapped[datetime | None]
    disabled_at: Mapped[datetime | None]

    organisation: Mapped[Organisation | None] = relationship()

    @property
    def is_agent(self) -> bool:
        """Whether this person works at the desk (a lead does too)."""
        return Role(self.role).is_staff

    @property
    def is_lead(self) -> bool:
        return self.role == Role.LEAD

    @property
    def is_manager(self) -> bool:
        """Whether this person sees every ticket of the organisation."""
        return self.role == Role.MANAGER
