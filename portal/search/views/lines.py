"""Hits, articles and topics as the lines of a list, in the reader's words."""

from dataclasses import dataclass
from datetime import date

from markupsafe import Markup

from portal.articles.addresses import article_path, topic_path
from portal.articles.shelves import ArticleLine, TopicLine
from portal.articles.wording import kind_words
from portal.ground.catalogue import _, _n
from portal.ground.now import now
from portal.ground.wording import day
from portal.search.hits import Hit

FEW_DAYS = 30


@dataclass(frozen=True)
class HitLine:
    """A hit as `components/hit.html` takes it."""

    url: str
    title: str
    path: list[str]
    excerpt: Markup
    kind: str
    confirmed: str
    language: str
    language_label: str


@dataclass(frozen=True)
class OptionLine:
    """A suggestion as `components/options.html` takes it; `note` is the article whose heading it is."""

    text: str
    url: str
    note: str
    language: str
    language_label: str


@dataclass(frozen=True)
class Line:
    """An article as `components/article_line.html` takes it."""

    url: str
    title: str
    summary: str
    kind: str = ""
    note: str = ""


@dataclass(frozen=True)
class Shelf:
    """A topic as `components/topic_list.html` takes it."""

    url: str
    title: str
    count: int
    summary: str = ""


def hit_line(hit: Hit, language: str) -> HitLine:
    """The hit for a reader of that language: another language is said."""
    return HitLine(
        url=hit.url,
        title=hit.title,
        path=hit.path,
        excerpt=hit.excerpt,
        kind=kind_words(hit.kind),
        confirmed=_confirmed(hit.confirmed_on),
        language=hit.language,
        language_label="" if hit.language == language else language_words(hit.language),
    )


def article_line(article: ArticleLine, language: str, with_kind: bool = True) -> Line:
    return Line(
        url=article_path(language, article.slug),
        title=article.title,
        summary=article.summary,
        kind=kind_words(article.kind) if with_kind else "",
    )


def shelf(topic: TopicLine, language: str) -> Shelf:
    return Shelf(
        url=topic_path(language, topic.slug),
        title=topic.title,
        count=topic.count,
        summary=topic.summary,
    )


def language_words(language: str) -> str:
    """The name of a language in the reader's words."""
    return {"es": _("Spanish"), "en": _("English")}.get(language, language)


def in_language_words(language: str) -> str:
    """The heading over what is in a language."""
    return {"es": _("In Spanish"), "en": _("In English")}.get(language, language)


def all_in_language_words(language: str, count: int) -> str:
    """The link to all that is in a language."""
    if language == "es":
        return _n("See the article in Spanish", "See all %(num)s articles in Spanish", count)
    return _n("See the article in English", "See all %(num)s articles in English", count)


def _confirmed(on: date | None) -> str:
    """How long ago it was last right: in days while they are few, then by its date."""
    if on is None:
        return ""
    days = (now().date() - on).days
    if days <= 0:
        return _("last checked today")
    if days <= FEW_DAYS:
        return _n("last checked %(num)s day ago", "last checked %(num)s days ago", days)
    return _("last checked on %(day)s", day=day(on))
