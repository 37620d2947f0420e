"""Which stories are told: the scenes that every demo has, and as many others as it takes, spread over ninety days."""

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from random import Random
from zoneinfo import ZoneInfo

from portal.demo.cast import Cast, Player
from portal.demo.fitting import channel_in, kind_in, plan_in
from portal.demo.paths import Pace
from portal.demo.plots import literal, plot
from portal.demo.problems import Problem, problems
from portal.demo.rhythm import moments
from portal.demo.scenes import SCENES, Scene
from portal.demo.story import Story
from portal.policy.editions import current_policy
from portal.policy.policy import Policy
from portal.tickets.due_times import promised
from portal.tickets.goals import Goal, Promised

TICKETS = 300
HISTORY = timedelta(days=90)
UNSTAGED = timedelta(hours=10)
"""The last hours belong to the scenes."""

CHANNELS = {"portal": 60, "email": 14, "phone": 13, "whatsapp": 8, "chat": 3, "video": 2}
GUESTS = 0.07


def stories(cast: Cast, now: datetime, scale: float, chance: Random) -> list[Story]:
    """All stories, numbered from 1. `scale` 1 makes about 300; the scenes are always there."""
    policy, zone = current_policy(), ZoneInfo(cast.site["time_zone"])
    staged = list(_staged(cast, policy, now))
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


def _staged(cast: Cast, policy: Policy, now: datetime) -> Iterator[Story]:
    everyone: dict[str, list[Player]] = {"es": [], "en": []}
    for player in cast.clients:
        everyone[player.language].append(player)
    for number, scene in enumerate(SCENES, start=1):
        problem = problems()[scene.problem]
        actor = _actor(scene, cast, everyone[problem.language], number)
        channel = channel_in(policy, scene.channel)
        hours = _pace(problem, policy, actor, cast, channel, now).hours
        beats = literal(now, scene.ago, scene.deeds, scene.took, hours)
        yield Story(number, problem, actor, channel, beats, scene.is_held)


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
    rank = _rank(severity_of(problem, policy), policy)
    channel = channel_in(policy, _channel(rank, is_guest, chance))
    beats = plot(at, _pace(problem, policy, client, cast, channel, at), zone, chance)
    return Story(number, problem, client, channel, beats)


def _channel(rank: int, is_guest: bool, chance: Random) -> str:
    """Guests have the form; in a crisis people phone."""
    if is_guest or rank == 1:
        return "portal" if is_guest else "phone"
    return chance.choices(list(CHANNELS), list(CHANNELS.values()))[0]


def _fits(problem: Problem, client: Player, age: timedelta) -> bool:
    return problem.language == client.language and (problem.since is None or age < problem.since)


def _pace(
    problem: Problem, policy: Policy, player: Player, cast: Cast, channel: str, at: datetime
) -> Pace:
    """What the policy promises for the problem of this client, filed then by that channel."""
    company = cast.company(player.organisation)
    plan = plan_in(policy, company.plan) if company else policy.default_plan
    severity, kind = severity_of(problem, policy), kind_in(policy, problem.kind)
    priority = policy.priority_of(severity, problem.impact)
    given = promised(policy, plan, severity, kind, priority, channel, at)
    first, rank = given.get(Goal.FIRST_RESPONSE), _rank(severity, policy)
    return Pace(
        first=_wait_for(first, at, timedelta(hours=8)),
        resolution=_wait_for(given.get(Goal.RESOLUTION), at, timedelta(hours=48)),
        rank=rank,
        close_after=policy.close_after,
        is_trouble=bool(problem.impact),
        has_provider=bool(problem.provider),
        is_lowest=rank == len(policy.severities),
        is_quoted=bool(problem.price),
        hours=first.hours if first and not first.hours.is_always else None,
    )


def _wait_for(given: Promised | None, at: datetime, most: timedelta) -> timedelta:
    """How long the client waits for it at worst; where much is allowed, nobody takes all of it."""
    return min(given.hours.end_of(given.term, at) - at, most) if given else most


def _rank(severity: str, policy: Policy) -> int:
    known = policy.severity(severity)
    return known.rank if known else len(policy.severities)
