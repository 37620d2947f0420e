"""Whatever a visitor writes is read in time that grows with its length: four times the text, about four times the work."""

import signal
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress

import pytest

from portal.articles.addresses import SLUG
from portal.articles.front_matter import read as read_article
from portal.asking.environment import environment_of
from portal.asking.questions import tidy
from portal.desk.publishing import _first_sentence
from portal.files.kinds import Unacceptable, recognise
from portal.files.names import tidy_name
from portal.ground.folding import fold
from portal.ground.rendering import render_message
from portal.ground.rendering.addresses import Addresses
from portal.ground.rendering.anchors import kebab
from portal.people.names import (
    name_from_address,
    one_line,
    own_path,
    plain_address,
    plain_domain,
)
from portal.policy.patterns import fits
from portal.search.analysis import composed, terms, written
from portal.search.cutting import shortened
from portal.search.excerpts import excerpt
from portal.search.masking import masked
from portal.search.near import sound
from portal.search.question import question
from portal.tickets.money import cents_of

Reads = Callable[[str], object]


def _recognise(text: str) -> None:
    recognise(text.encode("utf-8", "replace")[:8192], "notes.txt")


READERS: dict[str, Reads] = {
    "the kind of a file": _recognise,
    "the name of a file": tidy_name,
    "a search": lambda text: question(text, "es"),
    "a search's terms": lambda text: terms(composed(text), "en"),
    "a pasted log": shortened,
    "an excerpt": lambda text: excerpt(text, ["aaa"], "es"),
    "the words of a text": lambda text: written(composed(text), "en"),
    "what is masked": masked,
    "the sound of a word": sound,
    "an answer": tidy,
    "a browser's name": environment_of,
    "a person's name": one_line,
    "text as compared": fold,
    "an address": plain_address,
    "a domain": plain_domain,
    "a name in an address": name_from_address,
    "a path": own_path,
    "an anchor": kebab,
    "a slug": SLUG.fullmatch,
    "a link": Addresses("/es/articles", lambda _name, _anchor: None).of_link,
    "a file's address": Addresses("/es/articles", lambda _name, _anchor: None).of_file,
    "a first sentence": _first_sentence,
    "an article's head": lambda text: read_article(f"---\n{text}".encode("utf-8", "replace")),
    "an amount": cents_of,
    "a message": render_message,
    "a policy's pattern": lambda text: fits("(a+)+b|(a|a)*c", text),
}
UNITS = [
    *"aA1 -.@\"/:(\n<[`\\'_é=+>#,",
    *("a@", "a.", "a-", "1 ", "1-", "()", " \n", "<!--", "<!---->", "<!-- -->", "](", "a=", "token "),
    *("1.", "aa@aa.", "a\n", "\r\n", "Aa1", "0x", "0000-", "'''", "-->", "'s", "://", "a://"),
    *("- a\n", "- \n", "> a\n", "1. a\n", "```\n", "````a\n```\n", "**a", "[a](", "  - a\n", ">", "> > ", "* a\n- b\n"),
    *("a\u0301", "\u0316\u0301", "\u00ad", "😀", "%41", "\0", "../", "\ttoken: "),
]  # fmt: skip
SHORT, LONG = 4_000, 16_000
FREE = 0.03
"""Seconds that nobody minds, whatever they are spent on."""
MOST = 10
"""Times the work for four times the text: 4 where it is linear, 16 where it is quadratic."""


class _Endless(Exception):
    """Not done after seconds."""


@pytest.mark.parametrize("name", READERS)
def test_reading_takes_time_in_proportion(name: str) -> None:
    for unit in UNITS:
        for frame in ("{}", "x{}!\0"):
            assert _is_proportionate(READERS[name], unit, frame), (name, unit, frame)


def test_a_short_text_that_is_hard_to_tell_is_told_at_once() -> None:
    """Comments that may each end at any '-->' took minutes."""
    with _at_most(2):
        _read(_recognise, "<!---->" * 300 + "x")


def _is_proportionate(reads: Reads, unit: str, frame: str) -> bool:
    for _try in range(4):  # another process may take the caches away
        long = _seconds(reads, unit, frame, LONG)
        if long < FREE or long < MOST * _seconds(reads, unit, frame, SHORT):
            return True
    return False


def _seconds(reads: Reads, unit: str, frame: str, length: int) -> float:
    text = frame.format(unit * (length // len(unit)))
    with _at_most(10):
        began = time.thread_time()
        _read(reads, text)
        return time.thread_time() - began


def _read(reads: Reads, text: str) -> None:
    with suppress(ValueError, Unacceptable):  # refused is read, too
        reads(text)


@contextmanager
def _at_most(seconds: float) -> Iterator[None]:
    """Ends what is matched by a pattern, too: the engine looks at signals on its way."""

    def endless(_number: int, _frame: object) -> None:
        raise _Endless

    before = signal.signal(signal.SIGALRM, endless)
    signal.setitimer(signal.ITIMER_REAL, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)
