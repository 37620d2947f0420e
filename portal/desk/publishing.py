"""How a solved ticket becomes an article: what of it was written for clients, and what an author may copy by hand."""

import re
from dataclasses import dataclass, replace

from markupsafe import Markup
from sqlalchemy import select

from portal.articles.kinds import ArticleAudience, Kind
from portal.articles.texts import ArticleText
from portal.ground.catalogue import _
from portal.ground.db import db
from portal.ground.language import force_locale
from portal.people.person import Person
from portal.people.viewer import Viewer
from portal.search.finding import find
from portal.search.noise import is_noise
from portal.tickets.closing import Resolution
from portal.tickets.conversation import Message, MessageKind
from portal.tickets.filed import Filed
from portal.tickets.ticket import Ticket

LONGEST_PHRASE = 120
MOST_PHRASES = 6
MOST_NOTES = 10
SENTENCE = re.compile(r"(.+?[.!?…])(?:\s|$)", re.DOTALL)


@dataclass(frozen=True)
class DeskOnly:
    """What the desk knows and no client was told: (what it is, its words), and the notes as they were written."""

    facts: list[tuple[str, str]]
    notes: list[Markup]


def first_draft(ticket: Ticket, resolution: Resolution, author: Person) -> ArticleText:
    """An article that begins with what clients were told: the solution, in the ticket's language.

    Nothing else of the ticket goes into it by itself. It is for clients, as the ticket's client is one;
    an author who means everyone says so.
    """
    with force_locale(ticket.language):
        heading = _("Solution")
        body = f"## {heading}\n\n{resolution.solution.strip()}"
        change = _("First version, from a solved request.")
    return ArticleText(
        title=ticket.title,
        body=body,
        language=ticket.language,
        kind=Kind.KNOWN_PROBLEM,
        product=ticket.product,
        topic=ticket.topic,
        audience=ArticleAudience.CLIENTS,
        author=author.name,
        change=change,
    )


def for_mending(text: ArticleText) -> ArticleText:
    """An article that is changed because of a ticket: its own words, with a change of its own to tell."""
    return replace(text, change="")


def desk_only(ticket: Ticket, resolution: Resolution) -> DeskOnly:
    """Cause, workaround and notes, to be read beside the editor. One query."""
    facts = [(_("Cause"), resolution.cause), (_("Workaround"), resolution.workaround)]
    query = (
        select(Message.html)
        .where(Message.ticket_id == ticket.id, Message.kind == MessageKind.NOTE)
        .order_by(Message.id.desc())
        .limit(MOST_NOTES)
    )
    notes = [Markup(html) for html in db.session.scalars(query)]  # noqa: S704 (cleaned when it was rendered)
    return DeskOnly([row for row in facts if row[1].strip()], notes)


def phrases_offered(ticket: Ticket, filed: Filed, text: ArticleText, viewer: Viewer) -> list[str]:
    """How this client put it, for an author to choose from: never taken over by itself. Without noise,
    slips of the hand, and what was pasted."""
    own = [ticket.title, _first_sentence(filed.description)]
    right = [each for each in filed.searched[-MOST_PHRASES:] if _is_right(each, text, viewer)]
    tidy = (" ".join(phrase.split()) for phrase in (*own, *right))
    once = {phrase.casefold(): phrase for phrase in tidy if 0 < len(phrase) <= LONGEST_PHRASE}
    known = {phrase.casefold() for phrase in text.asked_as}
    return [phrase for key, phrase in once.items() if key not in known]


def _is_right(searched: str, text: ArticleText, viewer: Viewer) -> bool:
    """Whether somebody else might search so: no noise, and no word that search takes for a slip."""
    return not (is_noise(searched, text.language) or find(searched, viewer, text.language).slips)


def _first_sentence(text: str) -> str:
    plain = " ".join(text.split())
    found = SENTENCE.match(plain)
    return found[1] if found else plain
