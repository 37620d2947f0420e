"""How a story's ticket is filed: the answers of the form, the steps, the screenshot, the trail before it."""

import io
from collections.abc import Sequence
from datetime import datetime

from werkzeug.datastructures import FileStorage

from portal.demo.browsing import trail_before
from portal.demo.casting import severity_of
from portal.demo.drawing import draw
from portal.demo.fitting import kind_in
from portal.demo.stage import Part, Stage
from portal.demo.story import Story
from portal.files.allowance import Allowance
from portal.files.receiving import Prepared, add, prepare
from portal.tickets.opening import Filing, open_ticket
from portal.tickets.ticket import Ticket

PICTURES = 16
"""How many screenshots there are at full scale; each takes a fifth of a second to be taken in."""

SHOWN_BY = frozenset({"portal", "whatsapp"})
"""Channels by which a picture comes along."""


def take_pictures(parts: Sequence[Part], scale: float, now: datetime) -> dict[int, list[Prepared]]:
    """Screenshots and logs by the number of their story, taken in as uploads are. Outside `writing()`."""
    drawn = [
        part for part in parts if part.story.problem.picture and part.story.channel in SHOWN_BY
    ]
    logged = [part for part in parts if part.story.problem.error and part.story.number % 6 == 0]
    uploads = [(part, _screenshot(part)) for part in drawn[: max(3, round(PICTURES * scale))]]
    uploads += [(part, _log(part.story)) for part in logged]
    taken: dict[int, list[Prepared]] = {}
    for part, upload in uploads:
        prepared, refused = prepare([upload], now, Allowance(1))
        if refused:
            raise ValueError(refused[0].reason)
        taken.setdefault(part.story.number, []).extend(prepared)
    return taken


def file_ticket(stage: Stage, part: Part, at: datetime) -> Ticket:
    """Open the story's ticket, by the form or by an agent for who phoned. Inside `writing()`."""
    story, problem, client = part.story, part.story.problem, stage.client(part)
    policy = stage.policy
    by_agent = client is not None and story.channel != "portal"
    files = add(stage.pictures.get(story.number, []), at, kept=True)
    steps = [part.tell(step) for step in problem.steps]
    filing = Filing(
        submit_key=f"demo {story.number}",
        title=part.tell(part.chance.choice(problem.titles)),
        kind=kind_in(policy, problem.kind),
        severity=severity_of(problem, policy),
        name=story.client.name,
        email=story.client.email,
        language=problem.language,
        channel=story.channel,
        product=problem.product,
        topic=problem.topic,
        requester=client,
        is_verified=client is not None,
        opened_by=stage.person(part.agent_id) if by_agent else None,
        answers=_answers(stage, part),
        steps=steps,
        files=[(file, len(steps) if file.is_picture and steps else None) for file in files],
        trail=trail_before(stage, part, at),
        held=story.is_held,
    )
    return open_ticket(filing, at)


def _answers(stage: Stage, part: Part) -> dict[str, str]:
    problem, chance = part.story.problem, part.chance
    answers = {
        "description": part.tell(chance.choice(problem.descriptions)),
        "error_message": problem.error,
        "expected": problem.expected,
        "obtained": problem.obtained,
    }
    if problem.kind in {"system-error", "configuration-problem"}:
        answers["environment"] = chance.choice(stage.cast.words[problem.language]["environments"])
        answers["version"] = problem.version or chance.choice(("4.19.0", "4.19.0", "4.19.1"))
    answers |= {f"impact.{question}": answer for question, answer in problem.impact.items()}
    return {question: part.tell(text) for question, text in answers.items() if text}


def _screenshot(part: Part) -> FileStorage:
    story, problem = part.story, part.story.problem
    name = {"es": "Captura de pantalla", "en": "Screenshot"}[problem.language]
    title = part.tell(problem.titles[story.number % len(problem.titles)])
    content = draw(problem.picture, problem.language, title, problem.error, story.number)
    return FileStorage(io.BytesIO(content), f"{name} {story.opened_at:%Y-%m-%d %H%M}.png")


def _log(story: Story) -> FileStorage:
    at = story.opened_at
    lines = [
        f"{at:%Y-%m-%dT%H:%M}:{second:02d}.{story.number % 1000:03d}Z {words}"
        for second, words in enumerate(
            (
                "INFO  console 4.19.0 started",
                f"INFO  session ready, product={story.problem.product}",
                "DEBUG network online, rtt=41ms",
                f"ERROR {story.problem.error}",
                "INFO  retry in 5 s",
                f"ERROR {story.problem.error}",
            ),
            start=7,
        )
    ]
    return FileStorage(io.BytesIO("\n".join(lines).encode()), "console.log")
