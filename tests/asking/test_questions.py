"""Which pages are asked, what lacks, and what a browser tells: rules without an app."""

import pytest

from portal.asking.drafting import StepTyped, move
from portal.asking.environment import environment_of
from portal.asking.questions import Question, flow, helpful, missing, tidy

ALL = ("what", "steps", "where", "evidence", "severity")


@pytest.mark.parametrize(
    ("asks", "is_guest", "on_behalf", "pages"),
    [
        (ALL, True, False, "kind what steps where evidence severity contact check"),
        (ALL, False, False, "kind what steps where evidence severity check"),
        (ALL, False, True, "who kind what steps where evidence severity check"),
        (("what",), False, False, "kind what check"),
        (("severity", "what"), True, False, "kind what severity contact check"),  # the form's order
        ((), True, False, "kind contact check"),  # no kind is chosen yet
    ],
)
def test_pages_follow_from_the_kind(
    asks: tuple[str, ...], is_guest: bool, on_behalf: bool, pages: str
) -> None:
    assert [page.value for page in flow(asks, is_guest, on_behalf)] == pages.split()


def test_what_lacks_is_named_with_its_page() -> None:
    pages = flow(("what", "severity"), is_guest=True, on_behalf=False)
    answers = {"kind": "call", "title": "  ", "description": "x", "impact.a": "yes", "email": "a@b"}
    assert missing(pages, answers, ["a", "b"]) == [
        (Question.WHAT, "title"),
        (Question.SEVERITY, "impact.b"),
        (Question.CONTACT, "name"),
        (Question.CONTACT, "email"),
    ]


def test_nothing_lacks_when_all_is_answered() -> None:
    pages = flow(("what",), is_guest=True, on_behalf=False)
    answers = {"kind": "k", "title": "t", "description": "d", "name": "n", "email": "a@b.example"}
    assert missing(pages, answers, ["a"]) == []


def test_what_would_help_is_asked_only_where_it_is_a_page() -> None:
    whole = flow(ALL, is_guest=False, on_behalf=False)
    assert helpful(whole, has_steps=False, has_files=False) == [Question.STEPS, Question.EVIDENCE]
    assert helpful(whole, has_steps=True, has_files=True) == []
    question = flow(("what", "evidence"), is_guest=False, on_behalf=False)
    assert helpful(question, has_steps=False, has_files=False) == []


def test_words_are_kept_as_typed_but_for_what_no_page_can_show() -> None:
    assert tidy("  a\r\nb\rc\x00\x07\tñ ") == "  a\nb\nc\tñ "
    assert len(tidy("x" * 90_000)) == 50_000


@pytest.mark.parametrize(
    ("deed", "number", "order"),
    [
        ("up", 2, "bac"),
        ("down", 2, "acb"),
        ("up", 1, "abc"),
        ("down", 3, "abc"),
        ("remove", 2, "ac"),
        ("up", 9, "abc"),
    ],
)
def test_steps_change_places(deed: str, number: int, order: str) -> None:
    assert (
        "".join(line.text for line in move([StepTyped(text) for text in "abc"], deed, number))
        == order
    )


@pytest.mark.parametrize(
    ("header", "words"),
    [
        (
            "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/130.0.0.0 Safari/537.36",
            "Chrome 130, Linux",
        ),
        (
            "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:133.0) Gecko/20100101 Firefox/133.0",
            "Firefox 133, Windows 10 / 11",
        ),
        (
            "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/131.0.0.0 Safari/537.36 Edg/131.0.0.0",
            "Edge 131, Windows 10 / 11",
        ),
        (
            "Mozilla/5.0 (iPhone; CPU iPhone OS 17_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/17.5 Mobile/15E148 Safari/604.1",
            "Safari 17, iOS 17",
        ),
        (
            "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.1 Safari/605.1.15",
            "Safari 18, macOS",
        ),
        (
            "Mozilla/5.0 (Linux; Android 14; SM-S918B) AppleWebKit/537.36 (KHTML, like Gecko) SamsungBrowser/25.0 Chrome/121.0.0.0 Mobile Safari/537.36",
            "Samsung Internet 25, Android 14",
        ),
        ("curl/8.5.0", ""),
        ("", ""),
    ],
)
def test_a_browser_tells_its_environment(header: str, words: str) -> None:
    assert environment_of(header) == words
