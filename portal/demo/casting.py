"""Which stories are told: the scenes that every demo has, and as many others as it takes, spread over ninety days."""

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from random import Random
from zoneinfo import ZoneInfo

from portal.demo.cast import Cast, Player
from portal.demo.fitting import channel_in, kind_in, plan_in
from portal.demo.plots import Pace, literal, plot
from portal.demo.problems import Problem, problems
from portal.demo.rhythm import moments
from portal.demo.scenes import SCENES, Scene
from portal.demo.story import Story
from portal.policy.durations import Term
from portal.policy.editions import current_policy
from portal.policy.policy import Policy, Targets

TICKETS = 300
HISTORY = timedelta(days=90)
UNSTAGED = timedelta(hours=10)
"""The last hours belong to the scenes."""

CHANNELS = {"portal": 60, "email": 14, "phone": 13, "whatsapp": 8, "chat": 3, "video": 2}
GUESTS = 0.07


def stories(cast: Cast, now: datetime, scale: float, chance: Random) -> list[Story]:
    """All stories, numbered from 1. `scale` 1 makes about 300; the scenes are always there."""
    policy, zone = current_policy(), ZoneInfo(cast.site["time_zone"])
    staged = list(_staged(cast, now))
    count = max(0, round(TICKETS * scale) - len(staged))
    filed = moments(now - HISTORY, now - UNSTAGED, count, zone, chance)
    plotted = [
        _plotted(cast, policy, at, number, zone, now, chance)
        for number, at in enumerate(filed, start=len(staged) + 1)
    ]
    return staged + plotted


def severity_of(problem: Problem, policy: Policy) -> str:
    """What the form would make of the problem's answers."""
    kind = policy.request_type(kind_in(policy, problem.kind))
    if kind is not None and kind.severity is not None and "severity" not in kind.asks:
        return kind.severity
    return policy.severity_of(problem.impact)


def _staged(cast: Cast, now: datetime) -> Iterator[Story]:
    everyone: dict[str, list[Player]] = {"es": [], "en": []}
    for player in cast.clients:
        everyone[player.language].append(player)
    for number, scene in enumerate(SCENES, start=1):
        problem = problems()[scene.problem]
        yield Story(
            number,
            problem,
            _actor(scene, cast, everyone[problem.language], number),
            channel_in(current_policy(), scene.channel),
            literal(now, scene.ago, scene.deeds),
            scene.is_held,
        )


def _actor(scene: Scene, cast: Cast, players: Sequence[Player], number: int) -> Player:
    if scene.guest is not None:
        return cast.guests[scene.guest]
    return players[number % len(players)]


def _plotted(
    cast: Cast,
    policy: Policy,
    at: datetime,
    number: int,
    zone: ZoneInfo,
    now: datetime,
    chance: Random,
) -> Story:
    is_guest = chance.random() < GUESTS
    client = chance.choice(cast.guests if is_guest else cast.clients)
    fit = [each for each in problems().values() if _fits(each, client, now - at)]
    problem = chance.choices(fit, [each.weight for each in fit])[0]
    company = cast.company(client.organisation)
    pace = _pace(problem, policy, plan_in(policy, company.plan) if company else policy.default_plan)
    beats = plot(at, pace, zone, chance)
    channel = channel_in(policy, _channel(pace, is_guest, chance))
    return Story(number, problem, client, channel, beats)


def _channel(pace: Pace, is_guest: bool, chance: Random) -> str:
    """Guests have the form; in a crisis people phone."""
    if is_guest or pace.rank == 1:
        return "portal" if is_guest else "phone"
    return chance.choices(list(CHANNELS), list(CHANNELS.values()))[0]


def _fits(problem: Problem, client: Player, age: timedelta) -> bool:
    return problem.language == client.language and (problem.since is None or age < problem.since)


def _pace(problem: Problem, policy: Policy, plan: str) -> Pace:
    severity = severity_of(problem, policy)
    targets: Targets = policy.targets(plan, severity, kind_in(policy, problem.kind))
    known = policy.severity(severity)
    return Pace(
        first=_far_end(targets.first_response) or timedelta(hours=8),
        resolution=_far_end(targets.resolution) or timedelta(hours=48),
        rank=known.rank if known else len(policy.severities),
        close_after=policy.close_after,
        is_trouble=bool(problem.impact),
        has_provider=bool(problem.provider),
    )


def _far_end(term: Term | None) -> timedelta | None:
    return term.length if term else None
