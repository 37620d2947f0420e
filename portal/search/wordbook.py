"""The tables of what is said for what: synonyms that leads keep, and proposals with the evidence from which they were learnt."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal.ground.db import Model
from portal.people.person import Person


class Synonym(Model):
    """Words that mean the same in one language. Two-way, each finds the others; else the first finds the others."""

    __tablename__ = "synonyms"

    id: Mapped[int] = mapped_column(primary_key=True)
    language: Mapped[str] = mapped_column(index=True)
    words: Mapped[list[str]]
    is_two_way: Mapped[bool]
    changed_at: Mapped[datetime]
    changed_by_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))

    changed_by: Mapped[Person | None] = relationship()


class SynonymsEdition(Model):
    """A random token for the synonyms of a language as they are now: who remembers them under another one asks again."""

    __tablename__ = "synonyms_editions"

    language: Mapped[str] = mapped_column(primary_key=True)
    token: Mapped[str]


class Decision(StrEnum):
    APPROVED = "approved"
    DISMISSED = "dismissed"


class Proposal(Model):
    """Something learnt from searches that failed, for a lead to decide. No person stands in it.

    `kind` is one of `likening.Kind`. The keys are terms (`analysis.terms`), so that one thing is
    proposed once however it was written; `meant_key` of 'asked_as' is the article's number.
    `visits` and `links` count the evidence there is, links by client, `seen` what there was when it was dismissed.
    """

    __tablename__ = "proposals"
    __table_args__ = (UniqueConstraint("language", "kind", "searched_key", "meant_key"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    language: Mapped[str]
    kind: Mapped[str]
    searched: Mapped[str]
    meant: Mapped[str]
    searched_key: Mapped[str]
    meant_key: Mapped[str]
    article_id: Mapped[int] = mapped_column(ForeignKey("articles.id"))
    visits: Mapped[int] = mapped_column(default=0)
    links: Mapped[int] = mapped_column(default=0)
    decision: Mapped[str] = mapped_column(default="")
    seen: Mapped[int] = mapped_column(default=0)
    last_at: Mapped[datetime]

    evidence: Mapped[list["Evidence"]] = relationship(
        order_by="Evidence.at.desc()", cascade="all, delete-orphan", passive_deletes=True
    )


class Evidence(Model):
    """One visit in which this was seen, or one ticket to which an agent linked the article."""

    __tablename__ = "evidence"
    __table_args__ = (UniqueConstraint("proposal_id", "source"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    proposal_id: Mapped[int] = mapped_column(ForeignKey("proposals.id", ondelete="CASCADE"))
    source: Mapped[str]
    """The visit's random number, or 'ticket <id>': the same one tells the same thing once."""
    ticket_id: Mapped[int | None] = mapped_column(ForeignKey("tickets.id"))
    searched: Mapped[str]
    refined: Mapped[str] = mapped_column(default="")
    article_id: Mapped[int] = mapped_column(ForeignKey("articles.id"))
    at: Mapped[datetime]
