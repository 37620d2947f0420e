"""How a draft grows: begun with the first answer, saved with each word, its files kept as long as it is."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from portal.asking.draft import Draft, DraftFile
from portal.asking.questions import tidy
from portal.files.receiving import Prepared, add, release
from portal.files.sweeping import drop
from portal.ground.db import db
from portal.ground.tokens import new_token
from portal.people.person import Person
from portal.policy.policy import Policy


@dataclass(frozen=True)
class StepTyped:
    """One line of the list of steps as the page sent it: its words, the files it showed, new ones."""

    text: str
    shown: list[int] = field(default_factory=list)
    prepared: list[Prepared] = field(default_factory=list)


def begin(
    person: Person | None,
    browser: str,
    answers: Mapping[str, str],
    trail: Mapping[str, object],
    policy: Policy,
    now: datetime,
    on_behalf: bool = False,
) -> Draft:
    """Begin a draft, inside `writing()`; `on_behalf`: by an agent, for a client."""
    draft = Draft(
        key=new_token(),
        submit_key=new_token(),
        person_id=person.id if person else None,
        browser=browser,
        on_behalf=on_behalf,
        answers={name: tidy(text) for name, text in answers.items()},
        steps=[],
        trail=dict(trail),
        started_at=now,
        saved_at=now,
        expires_at=now + policy.retention.drafts,
    )
    db.session.add(draft)
    db.session.flush()
    return draft


def adopt(draft: Draft, person: Person) -> None:
    """A draft begun as a guest becomes the person's who signed in, inside `writing()`."""
    if draft.person_id is None:
        draft.person_id = person.id


def save(draft: Draft, answers: Mapping[str, str], policy: Policy, now: datetime) -> None:
    """Keep what was typed, good or not, inside `writing()`; the draft and its files live on from now."""
    if draft.is_sent:
        return
    draft.answers = draft.answers | {name: tidy(text) for name, text in answers.items()}
    draft.saved_at, draft.solved_at = now, None
    draft.expires_at = now + policy.retention.drafts
    release([each.file for each in draft.files], draft.expires_at)


def save_steps(draft: Draft, typed: Sequence[StepTyped], now: datetime) -> None:
    """Keep the list of steps as typed, inside `writing()`; lines with neither words nor files are left out.

    A file goes where the step that showed it went, so that reordering carries it along; one that no
    line shows any more becomes evidence of the whole.
    """
    if draft.is_sent:
        return
    own = {each.id for each in draft.files}
    lines = [line for line in typed if line.text.strip() or line.prepared or own & set(line.shown)]
    draft.steps = [tidy(line.text).strip() for line in lines]
    place = {shown: number for number, line in enumerate(lines, 1) for shown in line.shown}
    for each in draft.files:
        if each.step_number is not None:
            each.step_number = place.get(each.id)
    for number, line in enumerate(lines, 1):
        attach(draft, line.prepared, now, number)


def attach(
    draft: Draft, prepared: Sequence[Prepared], now: datetime, step_number: int | None = None
) -> None:
    """Add files to the draft, inside `writing()`; the same bytes at the same place are added once."""
    if draft.is_sent:
        return
    there = {(each.file.sha256, each.step_number) for each in draft.files}
    fresh = [each for each in prepared if (each.sha256, step_number) not in there]
    for file in add(fresh, now, expires_at=draft.expires_at):
        draft.files.append(DraftFile(file=file, step_number=step_number))
    db.session.flush()


def detach(draft: Draft, number: int) -> list[str]:
    """Take a file (by its DraftFile id) off the draft, inside `writing()`; the keys to be erased after it."""
    taken = [each for each in draft.files if each.id == number and not draft.is_sent]
    files = [each.file for each in taken]
    for each in taken:
        draft.files.remove(each)
    db.session.flush()
    return drop(files)


def discard(draft: Draft, now: datetime) -> list[str]:
    """Throw the draft away, inside `writing()`: it goes with the next sweep; the keys of its files, to be erased after it."""
    if draft.is_sent:
        return []
    draft.solved_at = draft.expires_at = now
    return [key for each in list(draft.files) for key in detach(draft, each.id)]


def move(steps: Sequence[StepTyped], deed: str, number: int) -> list[StepTyped]:
    """The lines after one of them went 'up', 'down' or away ('remove'); numbers begin at 1."""
    lines, at = list(steps), number - 1
    if not 0 <= at < len(lines):
        return lines
    line = lines.pop(at)
    if deed == "remove":
        return lines
    lines.insert(max(at - 1, 0) if deed == "up" else at + 1, line)
    return lines
