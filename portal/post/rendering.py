"""How a letter gets its words: in its reader's language and time zone, from templates/letters, when it is to go."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from flask import current_app, g

from portal.ground.catalogue import _
from portal.ground.colour import accent
from portal.ground.db import db
from portal.ground.language import force_locale, reading_later
from portal.ground.site import current_site
from portal.people.person import Person
from portal.people.signing_in import CODE_LASTS, INVITATION_LASTS, LINK_LASTS
from portal.post.kinds import LetterKind
from portal.post.letter import Letter
from portal.post.links import Links, full_address
from portal.post.noticed import digest
from portal.post.telling import told


@dataclass(frozen=True)
class Rendered:
    """A letter in words: one subject, the same text twice."""

    subject: str
    text: str
    html: str


def render(letter: Letter, links: Links, now: datetime) -> Rendered:
    """The letter as it would go now. Obsolete where it has nothing to say any more."""
    reader = db.session.get(Person, letter.values.get("person", 0))
    with speaking(letter.language, reader.time_zone if reader else None):
        said = (
            told(letter, links, now)
            if letter.ticket_id is not None
            else _said_alone(letter, links, now)
        )
        site = current_site()
        subject = said.pop("subject")
        words = {
            "subject": subject,
            "name": letter.name,
            "site": site,
            "language": letter.language,
            "accent": accent(site.hue, site.tint),
            **said,
        }
        # not render_template: what a page knows of its visitor is nothing to a letter, and a job has no request
        text, html = (
            current_app.jinja_env.get_template(f"letters/{letter.kind}.{form}").render(words)
            for form in ("txt", "html")
        )
    return Rendered(subject, _tidy(text), html)


def _said_alone(letter: Letter, links: Links, now: datetime) -> dict[str, Any]:
    """What a letter says that is about no ticket, or about many."""
    site = current_site()
    match LetterKind(letter.kind):
        case LetterKind.DIGEST:
            return digest(letter, now)
        case LetterKind.SIGN_IN:
            url, code = links.sign_in(letter.values["sign_in"])
            subject = _("Sign in to %(site)s", site=site.name)
            return {
                "subject": subject,
                "url": url,
                "code": code,
                "link_lasts": LINK_LASTS,
                "code_lasts": CODE_LASTS,
            }
        case LetterKind.INVITATION:
            url, _code = links.sign_in(letter.values["sign_in"])
            subject = _("Your account at %(site)s", site=site.name)
            by = letter.values.get("by", "")
            again = full_address("people.sign_in")
            return {
                "subject": subject,
                "url": url,
                "by": by,
                "lasts": INVITATION_LASTS,
                "again": again,
            }
        case kind:
            raise ValueError(
                f"a letter of kind {kind!r} is about a ticket, and this one names none"
            )


@contextmanager
def speaking(language: str, time_zone: str | None) -> Iterator[None]:
    """For this block the words, days and hours are those of someone else: the letter's reader."""
    before = {name: g.get(name) for name in ("language", "reader_time_zone") if name in g}
    g.language, g.reader_time_zone = language, time_zone
    try:
        with force_locale(language), reading_later():
            yield
    finally:
        for name in ("language", "reader_time_zone"):
            g.pop(name, None)
            if name in before:
                setattr(g, name, before[name])


def _tidy(text: str) -> str:
    """Plain text without the gaps that a template's unused parts leave; the mark of a signature keeps its space."""
    lines = [line if line == "-- " else line.rstrip() for line in text.strip().splitlines()]
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)) + "\n"
