"""What holds for every policy that comes with the portal, whichever document it reproduces."""

import re
import tomllib
from collections.abc import Iterator
from itertools import product
from typing import Any

import pytest

from portal.policy.loading import PRESETS, load, preset_names
from portal.policy.parts import Question
from portal.policy.policy import Policy
from tests.policy.promising import SILENCE, answer_sets, promises, written

NAMES = ["escala-5", "planes", "politica-base", "poliza", "sgc-sac-004"]
AMOUNT = re.compile(r'"(\d+ to )?\d+ (min|h|days?|weeks?|business days?)"')
SAME_IN_BOTH = {
    "BestComputer",
    "Bizflow Tech",
    "Mente Autónoma",
    "Portal",
    "Chat",
    "WhatsApp",
    "Plus",
    "Premium",
    "General",
    "No",
    "+52 55 0000 0000",
    "+56 9 0000 0000",
}
CITED = re.compile(r"# .*(§|ours)")


@pytest.fixture(params=NAMES)
def policy(request: pytest.FixtureRequest) -> Policy:
    """Each preset in turn; loading refuses a text that is not in every language, a key that nobody knows, and so on."""
    return load(request.param)


def test_these_five_come_with_the_portal() -> None:
    assert preset_names() == NAMES
    assert [load(name).name for name in NAMES] == NAMES


def test_every_text_is_in_spanish_and_english(policy: Policy) -> None:
    assert policy.languages == ("es", "en")
    texts = list(texts_in(tomllib.loads(policy.text)))
    assert len(texts) >= 75, "the walk finds the texts"
    for text in texts:
        assert set(text) == {"es", "en"}
        assert text["es"] != text["en"] or text["es"] in SAME_IN_BOTH


def texts_in(value: Any) -> Iterator[dict[str, str]]:
    """Every text of the file, however deep it stands."""
    if isinstance(value, dict) and isinstance(value.get("es"), str):
        yield value
    else:
        inner = value.values() if isinstance(value, dict) else value
        for each in inner if isinstance(value, (dict, list)) else ():
            yield from texts_in(each)


def test_every_amount_of_time_cites_its_document_or_is_ours(policy: Policy) -> None:
    amounts = [line for line in policy.text.splitlines() if AMOUNT.search(line)]
    assert len(amounts) >= 7, "the pattern finds the amounts"
    assert [line for line in amounts if not CITED.search(line)] == []


@pytest.mark.parametrize("figure", ["availability", "satisfaction", "at", "warn_at", "week"])
def test_every_other_figure_does_too(policy: Policy, figure: str) -> None:
    lines = [line for line in policy.text.splitlines() if line.startswith(f"{figure} = ")]
    assert [line for line in lines if not CITED.search(line)] == []


def test_a_target_never_rests_on_ours_alone(policy: Policy) -> None:
    """What is promised comes from the document: 'ours' stands on waiting, closing and the watch only."""
    blocks = re.findall(r"^\[\[target\]\]\n(.*?)(?=^\[|\Z)", policy.text, re.M | re.S)
    assert len(blocks) == len(policy.target_rows)
    promised = re.compile(r"^(first_response|resolution|updates)(_words)? = ")
    lines = [line for block in blocks for line in block.splitlines() if promised.match(line)]
    assert [line for line in lines if "§" not in line.partition("#")[2]] == []


def test_every_severity_can_be_reached_and_no_answer_leads_nowhere(policy: Policy) -> None:
    reached = {policy.severity_of(given) for given in answer_sets(policy)}
    assert reached == {severity.key for severity in policy.severities}


def test_every_priority_can_be_reached_and_no_answer_leads_nowhere(policy: Policy) -> None:
    reached = {
        policy.priority_of(severity.key, given)
        for severity, given in product(policy.severities, answer_sets(policy))
    }
    assert reached == ({priority.key for priority in policy.priorities} or {""})


def test_the_form_looks_alike_under_all_of_them(policy: Policy) -> None:
    asked = {q.key: {a.key for a in q.answers} for q in policy.impact_questions}
    alike = {q.key: {a.key for a in q.answers} for q in load("sgc-sac-004").impact_questions}
    assert list(asked) == ["working", "function", "people", "detour"]
    assert all(answers <= asked[key] for key, answers in alike.items())


def test_the_request_type_changes_no_promise(policy: Policy) -> None:
    for plan, severity in product(policy.plans, policy.severities):
        assert len(promises(policy, plan.key, severity.key)) == 1


def test_every_promise_counts_in_a_calendar_that_says_its_hours(policy: Policy) -> None:
    for plan, severity, kind in product(policy.plans, policy.severities, policy.request_types):
        row = policy.targets(plan.key, severity.key, kind.key, "")
        calendar = policy.calendar(row.calendar)
        assert calendar is not None
        assert policy.words(calendar.title, "en")


def test_a_request_type_asks_for_its_severity_or_gives_one(policy: Policy) -> None:
    for kind in policy.request_types:
        assert ("severity" in kind.asks) == (kind.severity is None), kind.key


def test_own_questions_stand_on_a_page_that_their_request_types_have(policy: Policy) -> None:
    for question in policy.questions:
        for key in question.request_types:
            kind = policy.request_type(key)
            assert kind is not None
            assert question.group in kind.asks, f"{question.key} of {key}"


def test_an_example_fits_its_own_pattern(policy: Policy) -> None:
    def fits(question: Question) -> bool:
        examples = (question.example or {}).values()
        return all(re.fullmatch(question.pattern or ".*", each) for each in examples)

    assert [question.key for question in policy.questions if not fits(question)] == []


def test_a_silent_client_is_reminded_then_told_goodbye(policy: Policy) -> None:
    reason = policy.waiting_reason("client")
    assert reason is not None
    assert reason.closes_after is not None
    assert list(reason.reminders) == sorted(reason.reminders)
    assert reason.reminders[-1] < reason.closes_after
    assert set(reason.pauses) == {"resolution", "updates"}


def test_a_provider_stops_the_clock_but_not_the_news(policy: Policy) -> None:
    reason = policy.waiting_reason("provider")
    assert reason is not None
    assert reason.pauses == ("resolution",)


def test_worst_comes_first_and_is_alerted(policy: Policy) -> None:
    assert policy.watch.alert == (policy.severities[0].key,)
    assert [severity.rank for severity in policy.severities] == [
        rank for rank, _ in enumerate(policy.severities, start=1)
    ]


def test_management_hears_and_does_not_work(policy: Policy) -> None:
    management = [tier.key for tier in policy.tiers if tier.is_management]
    assert [link.tier for link in policy.chain] == management
    assert [tier.key for tier in policy.tiers][-len(management) :] == management
    assert len(policy.working_tiers) >= 2, "there is a level to escalate to"


def test_every_rule_that_moves_a_ticket_says_from_where(policy: Policy) -> None:
    """So that a ticket that was handed to another level on purpose is not pulled back."""
    for rule in policy.assignment_rules:
        if rule.tier is not None:
            assert rule.tier not in rule.when["tier"]


def test_the_reason_for_a_placing_completes_the_sentence(policy: Policy) -> None:
    """'… because %(because)s': it begins small and has no full stop."""
    for rule in policy.assignment_rules:
        for words in rule.because.values():
            assert words[0].islower()
            assert not words.endswith(".")


def test_something_can_be_out_of_scope(policy: Policy) -> None:
    assert [clause for clause in policy.clauses if clause.part == "exclusion"]
    assert len({clause.key for clause in policy.clauses}) == len(policy.clauses)


@pytest.mark.parametrize("name", ["escala-5", "politica-base"])
def test_where_the_document_gives_no_figure_none_stands(name: str) -> None:
    policy = load(name)
    for plan, severity in product(policy.plans, policy.severities):
        assert promises(policy, plan.key, severity.key) == {SILENCE}
    assert [channel.key for channel in policy.channels if channel.first_response] == []


@pytest.mark.parametrize("name", [name for name in NAMES if name != "planes"])
def test_only_planes_has_quality_targets_emergencies_and_channel_times(name: str) -> None:
    policy = load(name)
    assert (policy.quality.availability, policy.quality.satisfaction) == (None, None)
    assert [plan.key for plan in policy.plans if plan.emergency] == []
    promised = [(c.address, c.calendar, written(c.first_response)) for c in policy.channels]
    assert set(promised) == {(None, None, None)}


@pytest.mark.parametrize("name", NAMES)
def test_only_poliza_waits_for_parts_and_has_priorities(name: str) -> None:
    policy = load(name)
    follow_ups = [reason.key for reason in policy.waiting_reasons if reason.follow_up]
    assert follow_ups == (["parts"] if name == "poliza" else [])
    assert bool(policy.priorities) == (name == "poliza")


@pytest.mark.parametrize("name", NAMES)
def test_only_sgc_sac_004_is_dated(name: str) -> None:
    assert (load(name).updated_on is not None) == (name == "sgc-sac-004")


def test_the_files_are_plain_toml() -> None:
    for name in NAMES:
        text = (PRESETS / f"{name}.toml").read_text(encoding="utf-8")
        assert tomllib.loads(text)["name"] == name
