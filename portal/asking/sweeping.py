"""Drafts whose time has passed."""

from datetime import datetime

from sqlalchemy import delete, func, select

from portal.asking.draft import Draft
from portal.ground.db import db


def sweep(now: datetime) -> int:
    """Delete drafts that expired, inside `writing()`; how many went. Their files expire by themselves."""
    overdue = Draft.expires_at <= now
    count = db.session.scalar(select(func.count()).select_from(Draft).where(overdue)) or 0
    db.session.execute(delete(Draft).where(overdue))
    return count
