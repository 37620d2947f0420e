"""The tables of editions: the texts of policies, the holidays kept with each, and when each was in force."""

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from portal.ground.db import Model


class Edition(Model):
    """One text of a policy file, by the SHA-256 of its bytes (hexadecimal). Never changed, never deleted.

    `days` are the public holidays that its calendars leave out, as they were known then: place, year, days in
    ISO 8601 (`{"CO": {"2026": ["2026-01-01", …]}}`). A year is added when it is first needed, and then stays.
    """

    __tablename__ = "policy_editions"

    sha256: Mapped[str] = mapped_column(primary_key=True)
    name: Mapped[str]
    text: Mapped[str]
    since: Mapped[datetime]
    days: Mapped[dict[str, Any]] = mapped_column(default=dict, server_default="{}")


class Period(Model):
    """An edition was in force from `since` until the next period began. Appended to, never changed."""

    __tablename__ = "policy_periods"

    id: Mapped[int] = mapped_column(primary_key=True)
    sha256: Mapped[str] = mapped_column(ForeignKey("policy_editions.sha256"), index=True)
    since: Mapped[datetime]
