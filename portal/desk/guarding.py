"""What an article made of a ticket would tell about its people: found in all that becomes public, decided one by one."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from sqlalchemy import false, or_, select

from portal.articles import writing_up
from portal.articles.addresses import slug_of
from portal.articles.article import Article, Revision
from portal.articles.cleared import cleared
from portal.articles.kinds import ArticleAudience
from portal.articles.texts import ArticleText
from portal.desk.private_words import mask_words
from portal.ground.catalogue import _
from portal.ground.db import db
from portal.ground.language import force_locale
from portal.ground.private_data import Finding, Kind, Known, find, masked
from portal.ground.private_data.names import domain_of
from portal.ground.site import current_site
from portal.people.person import MailDomain, Organisation, Person
from portal.people.refusal import Forbidden
from portal.people.roles import Role
from portal.policy.editions import current_policy
from portal.tickets.closing import Lesson, Resolution
from portal.tickets.conversation import Message
from portal.tickets.ticket import Colleague, Ticket

PLAIN = ("title", "summary", "body", "product", "category", "change")
LISTS = ("asked_as", "tags")
MOST_SENTENCES = 3


@dataclass
class Held:
    """The same words, wherever they stand: in which fields, and in which sentences."""

    digest: str
    kind: Kind
    text: str
    fields: list[str] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)

    @property
    def sentences(self) -> list[Finding]:
        return self.findings[:MOST_SENTENCES]

    @property
    def more(self) -> int:
        return max(0, len(self.findings) - MOST_SENTENCES)


def tickets_behind(article_id: int | None, translation_of: str, language: str) -> Sequence[Ticket]:
    """The tickets this article was written up from, or the article that it translates was. One query."""
    original = select(Article.id).where(
        Article.slug == translation_of, Article.language != language
    )
    made = or_(
        Resolution.article_id == article_id,
        Resolution.article_id.in_(original) if translation_of else false(),
    )
    written = select(Resolution.ticket_id).where(Resolution.lesson == Lesson.WRITTEN, made)
    return db.session.scalars(select(Ticket).where(Ticket.id.in_(written))).all()


def known_of(tickets: Sequence[Ticket]) -> Known:
    """The people and organisations of these tickets, and what the portal itself says in public. Four queries."""
    numbers = [ticket.id for ticket in tickets]
    organisations = {ticket.organisation_id for ticket in tickets} - {None}
    people = list(db.session.execute(_people_of(numbers)))
    addresses = [ticket.requester_email for ticket in tickets]
    addresses += [row.email for row in people if row.role in {Role.CLIENT, Role.MANAGER}]
    query = (
        select(Organisation.name, MailDomain.domain)
        .outerjoin(MailDomain, MailDomain.organisation_id == Organisation.id)
        .where(Organisation.id.in_(organisations))
    )
    firms = list(db.session.execute(query))
    domains = {*map(domain_of, addresses), *(firm.domain for firm in firms)}
    return Known(
        others=frozenset(db.session.scalars(_CLIENTS)),
        people=frozenset({*(t.requester_name for t in tickets), *(row.name for row in people)}),
        organisations=frozenset(firm.name for firm in firms),
        domains=frozenset(domain for domain in domains if domain),
        public=frozenset(_public_words()),
    )


_CLIENTS = select(Person.name).where(Person.role.in_([Role.CLIENT, Role.MANAGER]))


def _people_of(numbers: list[int]) -> Any:
    colleagues = select(Colleague.person_id).where(Colleague.ticket_id.in_(numbers))
    writers = select(Message.person_id).where(Message.ticket_id.in_(numbers))
    query = select(Person.name, Person.email, Person.role)
    return query.where(or_(Person.id.in_(colleagues), Person.id.in_(writers)))


def _public_words() -> Iterator[str]:
    """What anyone may read on the portal anyway: its name, its addresses, its policy."""
    site = current_site()
    yield from (site.name, site.base_url)
    yield from _texts(current_policy().model_dump(mode="json"))


def _texts(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, Mapping):
        for each in value.values():
            yield from _texts(each)
    elif isinstance(value, Sequence):
        for each in value:
            yield from _texts(each)


def held_in(text: ArticleText, known: Known) -> list[Held]:
    """All that was found in what would be public, the same words once; nothing in an article for the desk alone."""
    if text.audience is ArticleAudience.AGENTS:
        return []
    held: dict[str, Held] = {}
    for name, words in _public_fields(text):
        for each in find(words, known):
            one = held.setdefault(each.digest, Held(each.digest, each.kind, each.text))
            one.findings.append(each)
            if name not in one.fields:
                one.fields.append(name)
    return list(held.values())


def _public_fields(text: ArticleText) -> Iterator[tuple[str, str]]:
    yield from ((name, getattr(text, name)) for name in PLAIN)
    yield from ((name, each) for name in LISTS for each in getattr(text, name))
    yield "slug", text.slug or slug_of(text.title)


def with_masks(text: ArticleText, digests: Collection[str], known: Known) -> ArticleText:
    """The text with these findings replaced, in the article's language, wherever they stand."""
    with force_locale(text.language):
        masks = {each.digest: mask_words(each.kind) for each in held_in(text, known)}
    masks = {digest: words for digest, words in masks.items() if digest in digests}
    changes: dict[str, Any] = {name: masked(getattr(text, name), masks, known) for name in PLAIN}
    for name in LISTS:
        changes[name] = tuple(masked(each, masks, known) for each in getattr(text, name))
    changes["slug"] = slug_of(masked(text.slug, masks, known)) if text.slug else ""
    return replace(text, **changes)


def undecided(revision: Revision) -> list[Held]:
    """What of a kept text nobody has decided about; nothing for an article that came from no ticket."""
    return _undecided_in(revision.article_id, writing_up.text_in(revision))


def may_publish(article_id: int | None, text: ArticleText) -> bool:
    """Whether a text that comes as a file tells nothing that nobody decided about."""
    return not _undecided_in(article_id, text)


def _undecided_in(article_id: int | None, text: ArticleText) -> list[Held]:
    tickets = tickets_behind(article_id, text.translation_of, text.language)
    if not tickets:
        return []
    known, decided = known_of(tickets), cleared(article_id)
    return [each for each in held_in(text, known) if each.digest not in decided]


def refuse_undecided(revision: Revision) -> None:
    """Raises Forbidden where something private in the text is neither masked nor let through."""
    if undecided(revision):
        raise Forbidden(
            _("This text may contain private data. Open it in the editor and review each finding.")
        )
