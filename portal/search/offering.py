"""What a search field offers while one types: titles and headings that go on so, then sections that hold the words."""

from collections.abc import Iterable, Sequence

from portal.articles.addresses import article_path
from portal.ground.site import current_site
from portal.people.viewer import Viewer
from portal.search.engine import Answer, Found, IndexUnusableError, Query, Suggestion
from portal.search.engines import engine
from portal.search.finding import reader_of
from portal.search.hits import confirmed, slugs
from portal.search.pairing import twins
from portal.search.question import question
from portal.search.synonyms import current_synonyms

MOST = 8
FROM_TEXTS = 4
"""So many sections are offered by the words of their text, where fewer titles are."""

SHORTEST = 3
"""Letters from which on texts are searched."""

Offered = tuple[Suggestion, str]
"""What is offered, and its address."""


def suggestions(beginning: str, viewer: Viewer, language: str) -> list[Offered]:
    """At most eight, titles first, in the reader's own language where it has them: what another
    language offers stands there as its twin. None where there is no index. A few queries."""
    languages = [language, *(code for code in current_site().languages if code != language)]
    try:
        begun = engine().suggest(beginning, languages, reader_of(viewer), MOST)
        inside = _inside(beginning, viewer, language) if len(begun) < FROM_TEXTS else []
    except IndexUnusableError:
        return []
    own = [one for one in begun if one.language == language]
    abroad = [one for one in begun if one.language != language]
    twin_of = twins((one.article_id for one in abroad), language, viewer)
    others = [one for one in abroad if one.article_id not in twin_of]
    twinned = [Found(number, "", 0.0) for number in dict.fromkeys(twin_of.values())]
    offered = [*_addressed(own, viewer), *_sections([*twinned, *inside], viewer)]
    return _once([*offered, *_addressed(others, viewer)])[:MOST]


def _inside(beginning: str, viewer: Viewer, language: str) -> Sequence[Found]:
    """Sections that hold the words typed so far."""
    if len(beginning.strip()) < SHORTEST:
        return []
    asked = question(beginning, language, current_synonyms(language))
    return engine().find(Query(asked, language, reader_of(viewer), count=FROM_TEXTS)).found


def _addressed(offered: Sequence[Suggestion], viewer: Viewer) -> list[Offered]:
    """With their addresses, as far as the database confirms them."""
    known = slugs((one.article_id for one in offered), viewer) if offered else {}
    return [
        (one, article_path(one.language, known[one.article_id], one.anchor))
        for one in offered
        if one.article_id in known
    ]


def _sections(found: Sequence[Found], viewer: Viewer) -> list[Offered]:
    return [
        (
            Suggestion(
                hit.article_id,
                hit.language,
                hit.anchor,
                hit.path[-1] if hit.path else hit.title,
                hit.title,
            ),
            hit.url,
        )
        for hit in confirmed([Answer(found=list(found))], viewer)
    ]


def _once(offered: Iterable[Offered]) -> list[Offered]:
    """Each text of an article once; of an article that is offered by its title, nothing else."""
    kept: dict[tuple[int, str], Offered] = {}
    whole: set[int] = set()
    for one, url in offered:
        if one.article_id not in whole:
            kept.setdefault((one.article_id, one.text), (one, url))
        if one.text == one.title:
            whole.add(one.article_id)
    return list(kept.values())
