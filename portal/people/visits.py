"""Visits: a random number for what one browser does in one sitting, so that searches and reads can go with a ticket."""

from datetime import datetime

from sqlalchemy.orm import Mapped, mapped_column

from portal.ground.db import Model


class Visit(Model):
    """The link from a visit's random number to a browser (keyed hash of its cookie). Rows elsewhere carry
    the number only; this table goes sooner than they do."""

    __tablename__ = "visits"

    number: Mapped[str] = mapped_column(primary_key=True)
    browser: Mapped[str] = mapped_column(index=True)
    started_at: Mapped[datetime]
    seen_at: Mapped[datetime] = mapped_column(index=True)
