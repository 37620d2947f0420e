"""What may be private in the text that is being written, and what its author has decided about it."""

from dataclasses import dataclass

from flask import request
from markupsafe import Markup

from portal.articles.article import Revision
from portal.articles.cleared import cleared
from portal.articles.texts import ArticleText
from portal.desk.guarding import Held, held_in, known_of, tickets_behind
from portal.ground.catalogue import _n
from portal.ground.private_data import NOBODY, Known
from portal.tickets.ticket import Ticket


@dataclass(frozen=True)
class Guard:
    """Findings in the order of the text. `public`: the digests that were let through, now or earlier."""

    known: Known
    held: list[Held]
    public: frozenset[str]
    ticked: frozenset[str]

    @property
    def open(self) -> list[Held]:
        return [each for each in self.held if each.digest not in self.public]

    @property
    def is_open(self) -> bool:
        return bool(self.open)

    @property
    def refusal(self) -> Markup:
        words = _n(
            "%(num)s finding may be private. Mask it, or confirm that it can be public.",
            "%(num)s findings may be private. Mask each one, or confirm that it can be public.",
            len(self.open),
        )
        return Markup('<a href="#private-data">{}</a>').format(words)


def guard_of(text: ArticleText, before: Revision | None, ticket: Ticket | None) -> Guard:
    """The findings in this text, where it was made of a ticket: this one, or those its article came from."""
    article_id = before.article_id if before else None
    tickets = {
        each.id: each for each in tickets_behind(article_id, text.translation_of, text.language)
    }
    tickets |= {ticket.id: ticket} if ticket else {}
    if not tickets:
        return Guard(NOBODY, [], frozenset(), frozenset())
    known = known_of(list(tickets.values()))
    held = held_in(text, known)
    ticked = {each.digest for each in held} & set(request.form.getlist("public"))
    return Guard(known, held, cleared(article_id) | ticked, frozenset(ticked))
