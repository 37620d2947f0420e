"""Which words of an article somebody has said may be public: kept by what stands for them, never as words."""

from collections.abc import Iterable
from datetime import datetime

from sqlalchemy import ForeignKey, select
from sqlalchemy.orm import Mapped, mapped_column

from portal.ground.db import Model, db
from portal.people.person import Person


class ClearedFinding(Model):
    """One finding (`private_data.Finding.digest`) that a person let through, for this article alone."""

    __tablename__ = "cleared_findings"

    article_id: Mapped[int] = mapped_column(ForeignKey("articles.id"), primary_key=True)
    digest: Mapped[str] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"))
    at: Mapped[datetime]


def cleared(article_id: int | None) -> frozenset[str]:
    """The digests that were let through for this article; none for one that is not kept yet. One query."""
    if article_id is None:
        return frozenset()
    query = select(ClearedFinding.digest).where(ClearedFinding.article_id == article_id)
    return frozenset(db.session.scalars(query))


def clear(article_id: int, digests: Iterable[str], person: Person, now: datetime) -> None:
    """Let these through from now on, inside `writing()`."""
    for digest in set(digests) - cleared(article_id):
        db.session.add(
            ClearedFinding(article_id=article_id, digest=digest, person_id=person.id, at=now)
        )
    db.session.flush()
