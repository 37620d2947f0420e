"""The synonyms that leads keep: added, changed, removed, and as a question asks for them; an edit counts at once."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import bindparam, select
from sqlalchemy.orm import joinedload

from portal.ground.catalogue import _
from portal.ground.db import db
from portal.ground.tokens import new_token
from portal.people.person import Person
from portal.people.refusal import Invalid
from portal.search.analysis import terms
from portal.search.question import LONGEST_KEY, NO_SYNONYMS, Synonyms
from portal.search.wordbook import Synonym, SynonymsEdition

MOST_WORDS = 20
"""Ways to write one thing that an entry has at most."""

_known: dict[str, tuple[str, Synonyms]] = {}


def current_synonyms(language: str) -> Synonyms:
    """The synonyms of a language as they are now, for `question`. One query by key, while nobody edits."""
    token: str | None = db.session.execute(_EDITION, {"language": language}).scalar()
    if token is None:
        return NO_SYNONYMS
    known = _known.get(language)
    if known is None or known[0] != token:
        known = _known[language] = token, _read(language)
    return known[1]


@dataclass(frozen=True)
class Entry:
    """An entry as it is to be: the first word or few words, and what else is said for them."""

    language: str
    words: tuple[str, ...]
    is_two_way: bool


def entry(language: str, word: str, others: str, is_two_way: bool) -> Entry:
    """An entry as typed: `others` stand between commas. Raises Invalid at 'word' or 'others'."""
    first, rest = _tidy(word), [_tidy(each) for each in others.replace("\n", ",").split(",")]
    rest = [each for each in rest if each]
    seen = {_checked("word", first, language)}
    if not rest:
        raise Invalid("others", _("Enter at least one synonym."))
    if len(rest) >= MOST_WORDS:
        raise Invalid("others", _("Enter at most %(most)s synonyms.", most=MOST_WORDS - 1))
    for each in rest:
        key = _checked("others", each, language)
        if key in seen:
            raise Invalid(
                "others",
                _(
                    "“%(words)s” appears twice. Accents and endings make no difference.",
                    words=each,
                ),
            )
        seen.add(key)
    return Entry(language, (first, *rest), is_two_way)


def add(new: Entry, person: Person, now: datetime) -> Synonym:
    """Keep a new entry, inside `writing()`, as all here. Raises Invalid where another has its words."""
    _refuse_taken(new, None)
    row = Synonym(language=new.language)
    _put(row, new, person, now)
    db.session.add(row)
    db.session.flush()
    return row


def change(row: Synonym, new: Entry, person: Person, now: datetime) -> None:
    """Put this in place of what the entry said; its language stays. Raises Invalid as `add` does."""
    _refuse_taken(new, row)
    _put(row, new, person, now)


def remove(row: Synonym) -> None:
    """Forget the entry."""
    _renew(row.language)
    db.session.delete(row)


def entries(language: str) -> Sequence[Synonym]:
    """The entries of a language in alphabetical order, each with who changed it last. One query."""
    query = select(Synonym).where(Synonym.language == language)
    rows = db.session.scalars(query.options(joinedload(Synonym.changed_by))).all()
    return sorted(rows, key=lambda row: row.words[0].casefold())


def key_of(words: str, language: str) -> tuple[str, ...]:
    """What makes two ways of writing the same entry: its terms in order."""
    return tuple(terms(words, language))


def entry_with(words: str, language: str) -> Synonym | None:
    """The entry that a search for these words finds synonyms by. One query."""
    wanted = key_of(words, language)
    rows = db.session.scalars(select(Synonym).where(Synonym.language == language))
    return next((row for row in rows if wanted in _keys(row.words, row.is_two_way, language)), None)


def _tidy(words: str) -> str:
    return " ".join(words.replace(",", " ").split())


def _checked(field: str, words: str, language: str) -> tuple[str, ...]:
    """The key of these words, which must be worth searching for."""
    if not words:
        raise Invalid(field, _("Enter the word that people search for."))
    if len(words.split()) > LONGEST_KEY:
        raise Invalid(
            field,
            _("“%(words)s” is too long. Use at most four words.", words=words[:80]),
        )
    key = key_of(words, language)
    if not key:
        raise Invalid(
            field,
            _(
                "“%(words)s” only has words that search ignores. Enter a more specific one.",
                words=words,
            ),
        )
    return key


def _refuse_taken(new: Entry, but: Synonym | None) -> None:
    taken: dict[tuple[str, ...], Synonym] = {}
    for row in db.session.scalars(select(Synonym).where(Synonym.language == new.language)):
        if row is not but:
            taken |= dict.fromkeys(_keys(row.words, row.is_two_way, row.language), row)
    searched = new.words if new.is_two_way else new.words[:1]
    for number, words in enumerate(searched):
        if other := taken.get(key_of(words, new.language)):
            raise Invalid(
                "others" if number else "word",
                _(
                    "“%(words)s” is already in “%(entry)s”. Change that entry instead.",
                    words=words,
                    entry=", ".join(other.words),
                ),
            )


def _keys(words: Sequence[str], is_two_way: bool, language: str) -> list[tuple[str, ...]]:
    """The keys by which a search meets this entry."""
    return [key_of(each, language) for each in (words if is_two_way else words[:1])]


def _put(row: Synonym, new: Entry, person: Person, now: datetime) -> None:
    row.words, row.is_two_way = list(new.words), new.is_two_way
    row.changed_at, row.changed_by_id = now, person.id
    _renew(row.language)


def _renew(language: str) -> None:
    """From the commit on, every process asks for the synonyms again."""
    edition = db.session.get(SynonymsEdition, language)
    if edition is None:
        db.session.add(SynonymsEdition(language=language, token=new_token()))
    else:
        edition.token = new_token()


def _read(language: str) -> Synonyms:
    found: dict[tuple[str, ...], tuple[str, ...]] = {}
    rows = db.session.execute(_WORDS, {"language": language})
    for words, is_two_way in rows:
        for one in words if is_two_way else words[:1]:
            found[key_of(one, language)] = tuple(each for each in words if each != one)
    return found


# Prepared once: building a query takes longer than running it. Asked of the bare table, as every
# search asks it: the mapped class takes twice as long.
_EDITIONS = SynonymsEdition.__table__.c
_EDITION = select(_EDITIONS.token).where(_EDITIONS.language == bindparam("language"))
_WORDS = select(Synonym.words, Synonym.is_two_way).where(Synonym.language == bindparam("language"))
