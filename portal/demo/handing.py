"""What happens to a ticket beyond its conversation: tried out, handed over and back, disputed. All inside `writing()`."""

from collections.abc import Callable
from datetime import datetime, timedelta

from portal.demo.fitting import reason_in
from portal.demo.stage import Part, Stage
from portal.tickets import steps
from portal.tickets.arrangement import Result
from portal.tickets.handover import Destination
from portal.tickets.steps import Attempt, Outside

Act = Callable[[Stage, Part, datetime], None]

THEIR_TIME = timedelta(days=2)
"""How long a provider says that it will take."""


def attempt(result: Result) -> Act:
    """Try to see it happen, with this outcome."""

    def act(stage: Stage, part: Part, at: datetime) -> None:
        problem = part.story.problem
        made = Attempt(
            environment=part.chance.choice(stage.cast.words[problem.language]["environments"]),
            result=result,
            version=problem.version or "4.19.1",
            steps=tuple(range(1, len(problem.steps) + 1)),
            note=stage.pick(part, f"tried_{result}"),
        )
        steps.reproduce(stage.ticket(part), stage.person(part.agent_id), made, at)

    return act


def hand_out(stage: Stage, part: Part, at: datetime) -> None:
    """To somebody outside, for whom the ticket waits."""
    problem = part.story.problem
    words = part.tell(problem.provider) if problem.provider else stage.pick(part, "provider")
    there = Outside(
        name=problem.outside.get("name", stage.cast.words[problem.language]["outside"]),
        contact=problem.outside.get("contact", ""),
        reference=f"INC-{part.chance.randrange(20000, 99999)}",
        expected_on=(at + THEIR_TIME).date(),
    )
    steps.hand_over(
        stage.ticket(part),
        stage.person(part.agent_id),
        Destination.PROVIDER,
        steps.render(words),
        at,
        there,
        is_awaited=True,
    )


def hand_in(stage: Stage, part: Part, at: datetime) -> None:
    """To our developers; the clock runs on."""
    there = Outside(reference=f"DEV-{part.chance.randrange(1200, 2900)}")
    words = steps.render(stage.pick(part, "to_development"))
    person = stage.person(part.agent_id)
    steps.hand_over(stage.ticket(part), person, Destination.DEVELOPMENT, words, at, there)


def take_back(stage: Stage, part: Part, at: datetime) -> None:
    """Back from where it was last."""
    ticket = stage.ticket(part)
    handover = next(
        each for each in steps.open_handovers(ticket) if each.destination != Destination.TIER
    )
    words = steps.render(stage.pick(part, f"back_from_{handover.destination}"))
    steps.take_back(ticket, stage.person(part.agent_id), handover, words, at)


def await_parts(stage: Stage, part: Part, at: datetime) -> None:
    """Something has to be delivered; where the policy knows no parts, a provider delivers it."""
    words = steps.render(part.tell(part.story.problem.parts))
    reason = reason_in(stage.policy, "parts")
    steps.wait_for(stage.ticket(part), stage.person(part.agent_id), reason, words, at)


def object_to(stage: Stage, part: Part, at: datetime) -> None:
    """The client does not agree with the severity that the ticket was given."""
    words = steps.render(stage.pick(part, "objected"))
    steps.object_to(stage.ticket(part), stage.client(part), words, at)


def stand_by(stage: Stage, part: Part, at: datetime) -> None:
    """It stays as it is, and the client is told why."""
    words = steps.render(stage.pick(part, "objection_answered"))
    steps.answer_objection(stage.ticket(part), stage.person(part.agent_id), words, at)
