"""Which questions a request is asked, in which order, and what it still lacks."""

import re
from collections.abc import Collection, Mapping, Sequence
from enum import StrEnum

from portal.people.names import plain_address
from portal.policy.policy import IMPACT


class Question(StrEnum):
    """A page of the form; its value stands in the address."""

    WHO = "who"
    KIND = "kind"
    WHAT = "what"
    STEPS = "steps"
    WHERE = "where"
    EVIDENCE = "evidence"
    SEVERITY = "severity"
    CONTACT = "contact"
    CHECK = "check"


GROUPS = (Question.WHAT, Question.STEPS, Question.WHERE, Question.EVIDENCE, Question.SEVERITY)
"""The questions that a request type of the policy may ask, in the order of the form."""

LONGEST = 50_000
"""Characters of one answer that are kept, whatever was pasted."""

_CONTROLS = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff]")


def flow(asks: Collection[str], is_guest: bool, on_behalf: bool) -> list[Question]:
    """The pages of one request, first to last. `asks` are the groups that its type asks for."""
    return [
        *([Question.WHO] if on_behalf else []),
        Question.KIND,
        *(question for question in GROUPS if question.value in asks),
        *([Question.CONTACT] if is_guest else []),
        Question.CHECK,
    ]


def missing(
    pages: Sequence[Question], answers: Mapping[str, str], impact: Sequence[str]
) -> list[tuple[Question, str]]:
    """What must be answered before the request can be sent: the page and the name of the answer.

    `impact` are the keys of the policy's questions about impact.
    """
    needed = {
        Question.WHO: ["email", "name", "channel"],
        Question.KIND: ["kind"],
        Question.WHAT: ["title", "description"],
        Question.SEVERITY: [IMPACT + key for key in impact],
        Question.CONTACT: ["name", "email"],
    }
    return [
        (page, name)
        for page in pages
        for name in needed.get(page, [])
        if not _is_answered(name, answers)
    ]


def helpful(pages: Sequence[Question], has_steps: bool, has_files: bool) -> list[Question]:
    """Pages left empty whose answers would speed things up; nobody is held back by them."""
    wanted = {
        Question.STEPS: has_steps,
        Question.EVIDENCE: has_files or Question.STEPS not in pages,
    }
    return [page for page in pages if not wanted.get(page, True)]


def tidy(text: str) -> str:
    """The text as it is kept: plain line ends, no control characters, not endless. Nothing else is changed."""
    return _CONTROLS.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))[:LONGEST]


def _is_answered(name: str, answers: Mapping[str, str]) -> bool:
    text = answers.get(name, "").strip()
    return plain_address(text) is not None if name == "email" else bool(text)
