"""The policies that come with the portal, told apart: what each suits, its figures at a glance, where it is from."""

from collections.abc import Iterator
from dataclasses import dataclass

from portal.ground.catalogue import _
from portal.ground.language import current_language
from portal.ground.lists import listed
from portal.policy.loading import load, preset_names
from portal.policy.parts import Plan, Severity
from portal.policy.policy import Policy
from portal.policy.times import Targets
from portal.status.wording import promised


@dataclass(frozen=True)
class Glance:
    """A policy in a few lines: `rows` are (what, its lines), the same things in the same order for each policy."""

    name: str
    title: str
    summary: str
    source: str
    rows: list[tuple[str, list[str]]]


def glances() -> list[Glance]:
    """Each policy that comes with the portal, by name."""
    return [_glance(name, load(name)) for name in preset_names()]


def _glance(name: str, policy: Policy) -> Glance:
    language = current_language()
    return Glance(
        name=name,
        title=policy.title(language),
        summary=policy.words(policy.summary, language),
        source=policy.words(policy.source, language),
        rows=list(_rows(policy)),
    )


def _rows(policy: Policy) -> Iterator[tuple[str, list[str]]]:
    language = current_language()
    yield _("Worst case"), _figures(policy, policy.severities[0])
    yield _("Typical case"), _figures(policy, _usual(policy))
    used = dict.fromkeys(row.calendar for row in policy.target_rows)
    hours = [each for key in used if (each := policy.calendar(key))]
    yield _("Hours"), [policy.words(each.title, language) for each in hours]
    yield _("Plans"), [listed([policy.words(each.title, language) for each in policy.plans])]
    yield _("Severities"), [str(len(policy.severities))]
    yield _("Channels"), [listed([policy.words(each.title, language) for each in policy.channels])]


def _usual(policy: Policy) -> Severity:
    """The middle of the scale."""
    return policy.severities[len(policy.severities) // 2]


def _figures(policy: Policy, severity: Severity) -> list[str]:
    """First response and solution, on the plan that people begin with and, where it differs, on the highest."""
    plans = [policy.plans[0], policy.plans[-1]]
    said = {plan.key: _on_plan(policy, plan, severity) for plan in plans}
    if len(set(said.values())) == 1:
        return [said[plans[0].key]]
    language = current_language()
    return [
        _("%(plan)s: %(figures)s", plan=policy.words(plan.title, language), figures=said[plan.key])
        for plan in plans
    ]


def _on_plan(policy: Policy, plan: Plan, severity: Severity) -> str:
    kind = next((each.key for each in policy.request_types if "severity" in each.asks), "")
    priority = policy.priority_of(severity.key, {})
    row = policy.targets(plan.key, severity.key, kind, priority)
    first, last = _first_response(policy, row), _resolution(policy, row)
    if not first and not last:
        return _("no times promised")
    none = _("not promised")
    return _("first response %(first)s, solution %(last)s", first=first or none, last=last or none)


def _first_response(policy: Policy, row: Targets) -> str:
    said = promised(row.first_response, row.first_response_words, policy, row.calendar)
    return said.amount or said.words


def _resolution(policy: Policy, row: Targets) -> str:
    said = promised(row.resolution, row.resolution_words, policy, row.calendar)
    return said.amount or said.words
