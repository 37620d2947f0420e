"""The names of people and organisations: those that are known, and who is addressed by a title."""

import re
from collections.abc import Iterable, Iterator
from itertools import pairwise

from portal.ground.private_data.everyday import EVERYDAY, GENERIC, LEGAL_FORMS, PARTICLES, PROVIDERS
from portal.ground.private_data.finding import Kind, Known
from portal.ground.private_data.plain import plain

SHORTEST = 3
_WORD = re.compile(r"[^\W_]+")
_BETWEEN = re.compile(r"[\s'._-]{0,3}(?:(?:de|del|la|las|los|da|do|dos|van|von|y|e)\s+){0,3}")
_TITLED = re.compile(
    r"(?<!\w)(?:Sres?|Sras?|Srta|Mrs?|Ms|Dra?|Ing|Lic|Prof)\.? +((?:[A-Z][a-z'-]+)(?: [A-Z][a-z'-]+){0,2})"
    r"|(?<!\w)(?:(?:[Dd]on|[Dd]ona|[Ss]enor|[Ss]enora|[Ss]enorita) +)((?:[A-Z][a-z'-]+)(?: [A-Z][a-z'-]+){0,2})"
    r"|(?<!\w)(?i:me llamo|mi nombre es|my name is) +((?:[A-Z][a-z'-]+)(?: [A-Z][a-z'-]+){0,2})"
)


def names_in(text: str, known: Known) -> Iterator[tuple[int, int, Kind]]:
    """Where these people and organisations are named, whole words, whatever the accents and capitals."""
    words = [(match.group().casefold(), match) for match in _WORD.finditer(text)]
    yield from _people(text, words, known.people)
    yield from _others(text, words, known.others)
    for name in known.organisations:
        yield from _organisation(words, name, _labels(known.domains))
    for domain in known.domains:
        whole = rf"(?i)(?<![\w.@-])(?:[a-z0-9-]{{1,63}}\.){{0,4}}{re.escape(domain)}(?![\w-])"
        yield from ((*match.span(), Kind.ORGANISATION) for match in re.finditer(whole, text))
    for match in _TITLED.finditer(text):
        yield (*match.span(match.lastindex or 0), Kind.NAME)


def _people(
    text: str, words: list[tuple[str, re.Match[str]]], people: Iterable[str]
) -> Iterator[tuple[int, int, Kind]]:
    """Each run of words that are names; one that is an everyday word, too, only as a name is written."""
    names = [_folded(person) for person in people]
    given = frozenset(name[0] for name in names if name)
    parts = {part for name in names for part in name if len(part) >= SHORTEST} - PARTICLES
    run: list[re.Match[str]] = []
    for word, match in words:
        if word not in parts:
            continue
        if run and not _BETWEEN.fullmatch(text, run[-1].end(), match.start()):
            yield from _run(text, run, given)
            run = []
        run.append(match)
    yield from _run(text, run, given)


def _others(
    text: str, words: list[tuple[str, re.Match[str]]], people: Iterable[str]
) -> Iterator[tuple[int, int, Kind]]:
    """First name and surname of one person, with at most a second name between them."""
    surnames: dict[str, set[str]] = {}
    for given, *rest in filter(None, map(_folded, people)):
        surnames.setdefault(given, set()).update(set(rest) - PARTICLES)
    for at, (word, match) in enumerate(words):
        own = surnames.get(word, set())
        last = max(
            (n for n in (1, 2) if at + n < len(words) and words[at + n][0] in own), default=0
        )
        if last and _are_together(text, [each for _word, each in words[at : at + last + 1]]):
            yield match.start(), words[at + last][1].end(), Kind.NAME


def _are_together(text: str, run: list[re.Match[str]]) -> bool:
    is_one = all(_BETWEEN.fullmatch(text, a.end(), b.start()) for a, b in pairwise(run))
    return is_one and any(match.group()[0].isupper() for match in run)


def _run(
    text: str, run: list[re.Match[str]], given: frozenset[str]
) -> Iterator[tuple[int, int, Kind]]:
    is_sure = any(match.group().casefold() not in EVERYDAY for match in run)
    is_whole = len(run) > 1 and run[0].group()[0].isupper()
    if run and (is_sure or is_whole or _is_written_as_name(text, run[0], given)):
        yield run[0].start(), run[-1].end(), Kind.NAME


def _is_written_as_name(text: str, match: re.Match[str], given: frozenset[str]) -> bool:
    """With a capital where no sentence, cell, heading or label begins; there only a first name is one."""
    if not match.group()[0].isupper():
        return False
    before = text[: match.start()].rstrip(" *_\"'(“‘¿¡")
    begins = not before or before[-1] in ".!?:;\n|#>-=/" or before[-1].isdigit()
    return not begins or match.group().casefold() in given


def _organisation(
    words: list[tuple[str, re.Match[str]]], name: str, labels: frozenset[str]
) -> Iterator[tuple[int, int, Kind]]:
    """The whole name, or the word of it that no other has."""
    parts = [part for part in _folded(name) if part not in LEGAL_FORMS]
    while parts and parts[-1] in PARTICLES:
        parts.pop()
    for at in range(len(words) - len(parts) + 1) if parts else ():
        if all(words[at + n][0] == part for n, part in enumerate(parts)):
            whole = len(parts) > 1 or words[at][1].group()[0].isupper() or parts[0] not in EVERYDAY
            if whole:
                yield words[at][1].start(), words[at + len(parts) - 1][1].end(), Kind.ORGANISATION
    own = {p for p in parts if len(p) > SHORTEST and p not in GENERIC | EVERYDAY | PARTICLES}
    own = own & labels or (own if len(own) == 1 else set())
    for word, match in words:
        if word in own and (word in labels or match.group()[0].isupper()):
            yield *match.span(), Kind.ORGANISATION


def _labels(domains: Iterable[str]) -> frozenset[str]:
    """The names that domains are made of: 'aromos' of 'mail.aromos.example'."""
    return frozenset(part for domain in domains for part in domain.casefold().split(".")[:-1])


def domain_of(address: str) -> str | None:
    """The domain of an email address that is an organisation's own; None for a public provider."""
    domain = address.rpartition("@")[2].strip().casefold()
    return domain if domain and domain not in PROVIDERS else None


def _folded(name: str) -> list[str]:
    return [match.group().casefold() for match in _WORD.finditer(plain(name)[0])]
