"""What clients of the demo ask for, as `problems.toml` has it."""

import tomllib
from dataclasses import dataclass, field
from datetime import timedelta
from functools import cache
from pathlib import Path
from typing import Any

FILE = Path(__file__).with_name("problems.toml")


@dataclass(frozen=True)
class Writing:
    """The article that is made of the first ticket with the problem. `stays` is '', 'draft' or 'in_review'.

    `body` is what its author made of the ticket's words; '' for a draft that nobody has edited yet.
    """

    title: str
    summary: str
    tags: tuple[str, ...]
    body: str = ""
    stays: str = ""


@dataclass(frozen=True)
class Problem:
    """One conversation as a support desk has it; texts name the client's world in braces (see `telling`).

    `impact` answers the policy's questions. Exactly one of `linked` (an article's slug), `nothing`
    (why there was nothing to learn) and `article` is given. `since`: only in the last so long.
    `provider` says why somebody `outside` (name, contact) is waited for, `parts` what has to be delivered;
    `scope` says why the plan does not cover it, `work` and `price` (amount, currency) are its quote.
    """

    key: str
    language: str
    product: str
    topic: str
    kind: str
    impact: dict[str, str]
    titles: tuple[str, ...]
    descriptions: tuple[str, ...]
    first: str
    question: str
    answer: str
    cause: str
    solution: str
    weight: int = 2
    version: str = ""
    error: str = ""
    expected: str = ""
    obtained: str = ""
    steps: tuple[str, ...] = ()
    searches: tuple[str, ...] = ()
    note: str = ""
    update: str = ""
    escalation: str = ""
    provider: str = ""
    outside: dict[str, str] = field(default_factory=dict)
    parts: str = ""
    scope: str = ""
    work: str = ""
    price: dict[str, Any] = field(default_factory=dict)
    workaround: str = ""
    linked: str = ""
    nothing: str = ""
    article: Writing | None = None
    picture: str = ""
    since: timedelta | None = None


@cache
def problems() -> dict[str, Problem]:
    """All problems by key, in the order of the file."""
    rows = tomllib.loads(FILE.read_text(encoding="utf-8"))["problem"]
    return {row["key"]: _problem(row) for row in rows}


def _problem(row: dict[str, Any]) -> Problem:
    values = {name: _frozen(value) for name, value in row.items()}
    if article := row.get("article"):
        values["article"] = Writing(**{name: _frozen(value) for name, value in article.items()})
    if days := row.get("since"):
        values["since"] = timedelta(days=days)
    return Problem(**values)


def _frozen(value: Any) -> Any:
    return tuple(value) if isinstance(value, list) else value
