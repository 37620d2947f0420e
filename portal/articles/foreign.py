"""How articles of another system are read: their front matter has other names, and most of it is kept unread.

`locale`, `tag`, `contentType`, `createdAt`, `publishedAt` and `slugEN` are understood; whatever else
stands there (state of the problem, internal reference, team) stays in the file's bytes.
"""

from datetime import UTC, datetime

from portal.articles.addresses import slug_of
from portal.articles.faults import Fault, Unreadable
from portal.articles.front_matter import Document
from portal.articles.kinds import Kind, Status
from portal.articles.texts import ArticleText, day_of, one, status_of, text_of

KINDS = {"knownissue": Kind.KNOWN_PROBLEM, "faq": Kind.FAQ, "tutorial": Kind.GUIDE}
DEFAULT_KIND = Kind.TECHNICAL


def is_foreign(document: Document) -> bool:
    """Whether the file came from elsewhere: it says its language as `locale` and has no `type` of ours."""
    return "locale" in document.values and "type" not in document.values


def read_text(document: Document, language: str, slug: str) -> tuple[ArticleText, Status]:
    """What a file says, ours or foreign, and the state it asks for. Raises Unreadable."""
    if not is_foreign(document):
        return text_of(document, language, slug)
    title = one(document, "title")
    if not title:
        raise Unreadable(Fault.MISSING, document.line_of("title"), field="title")
    tag = one(document, "tag")
    text = ArticleText(
        title=title,
        body=document.body,
        language=language,
        slug=slug,
        identifier=one(document, "id") or None,
        kind=KINDS.get(one(document, "contentType").lower(), DEFAULT_KIND),
        category=tag,
        summary=one(document, "description"),
        product=slug_of(one(document, "productTeam")) if one(document, "productTeam") else "",
        topic=slug_of(tag) if tag else "",
        updated_on=day_of(document, "updatedAt"),
        approver=one(document, "approver"),
    )
    return text, status_of(document)


def language_of(document: Document, languages: tuple[str, ...]) -> str:
    """The language that a foreign file is in: 'es-MX' is 'es'. Raises Unreadable for one we do not offer."""
    locale = one(document, "locale") or one(document, "language")
    language = locale.lower().replace("_", "-").partition("-")[0]
    if language not in languages:
        line, known = document.line_of("locale"), ", ".join(languages)
        raise Unreadable(Fault.NOT_ONE_OF, line, field="locale", found=locale, known=known)
    return language


def moment_of(document: Document, name: str) -> datetime | None:
    """A timestamp of a foreign file, taken as UTC where it names no zone; None where it is absent."""
    if day_of(document, name) is None:
        return None
    moment = datetime.fromisoformat(one(document, name))
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)
