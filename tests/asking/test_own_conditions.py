"""What a page that follows the conditions would show is what the server asks, whatever is answered here or elsewhere."""

from collections.abc import Iterator, Mapping
from itertools import product

import pytest

from portal.asking.own_conditions import OnPage, on_page
from portal.asking.own_questions import asked, is_required, keys_of
from portal.policy.loading import load, parse, preset_names
from portal.policy.parts import When
from portal.policy.policy import IMPACT, OWN, Policy
from tests.asking.test_own_questions import with_questions

CHAIN = """
[[question]]
key = "carrier"
group = "what"
kind = "choice"
label = {es = "¿Quién lo llevó?", en = "Who carried it?"}
shown_when = {moved = ["yes"]}
request_types = ["incident"]

  [[question.answer]]
  key = "post"
  title = {es = "El correo", en = "The post"}

  [[question.answer]]
  key = "us"
  title = {es = "Nosotros", en = "We did"}

[[question]]
key = "remote"
group = "where"
kind = "yes-no"
label = {es = "¿Está en otra sede?", en = "Is it at another site?"}
shown_when = {moved = ["yes"]}

[[question]]
key = "parcel"
group = "what"
kind = "line"
label = {es = "Número de envío", en = "Parcel number"}
shown_when = {carrier = ["post"]}
required_when = {carrier = ["post"]}

[[question]]
key = "site"
group = "what"
kind = "line"
label = {es = "¿En qué sede?", en = "At which site?"}
shown_when = {remote = ["yes"]}

[[question]]
key = "scratched"
group = "what"
kind = "yes-no"
label = {es = "¿Está rayado?", en = "Is it scratched?"}
required_when = {moved = ["yes"], carrier = ["us"]}
request_types = ["incident"]

[[question]]
key = "keys"
group = "severity"
kind = "yes-no"
label = {es = "¿Hay llaves de repuesto?", en = "Are there spare keys?"}
shown_when = {carrier = ["us"], severity = ["critical"]}
required_when = {severity = ["critical"]}
"""


def with_chain() -> str:
    """The small policy with questions of its own that hang on each other, on this page and on others."""
    head, mark, rest = with_questions().partition("[closing]")
    text = head + CHAIN + mark + rest
    return text.replace('asks = ["what", "severity"]', 'asks = ["what", "where", "severity"]')


def policies() -> Iterator[Policy]:
    yield parse(with_chain(), "test")
    for name in preset_names():
        yield load(name)


def holds(when: When | None, given: Mapping[str, str]) -> bool:
    return when is not None and all(given.get(name) in values for name, values in when.items())


def followed(parts: list[OnPage], page: Mapping[str, str]) -> dict[str, bool]:
    """The questions in sight by key, and whether each needs an answer, as a script goes through them."""
    given, shown = dict(page), {}
    for part in parts:
        if holds(part.shown_when, given):
            shown[part.question.key] = holds(part.required_when, given)
        else:
            given.pop(part.question.key, None)
    return shown


def answered(policy: Policy, kind: str) -> Iterator[dict[str, str]]:
    """Every way to answer the questions of choice, and those of impact where one depends on the severity."""
    ways = {OWN + each.key: ["", *keys_of(each)] for each in policy.questions if keys_of(each)}
    if any(
        "severity" in {**(q.shown_when or {}), **(q.required_when or {})} for q in policy.questions
    ):
        ways |= {IMPACT + q.key: ["", *(a.key for a in q.answers)] for q in policy.impact_questions}
    for row in product(*ways.values()):
        yield {"kind": kind, **dict(zip(ways, row, strict=True))}


@pytest.mark.parametrize("policy", list(policies()), ids=lambda policy: policy.name)
def test_a_page_that_follows_shows_what_is_asked(policy: Policy) -> None:
    compared = 0
    for kind in policy.request_types:
        for answers, group in product(answered(policy, kind.key), kind.asks):
            page = {name.removeprefix(OWN): text for name, text in answers.items()}
            if all(answers.get(IMPACT + each.key) for each in policy.impact_questions):
                page["severity"] = policy.severity_of(answers)
            wanted = asked(policy, answers, group)
            expected = {each.key: is_required(each, policy, answers) for each in wanted}
            assert followed(on_page(policy, answers, group), page) == expected, (answers, group)
            compared += 1
    assert compared
