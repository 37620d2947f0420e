"""What a question page sent, brought to the draft: words as they are, files made safe, steps in their order."""

from collections.abc import Sequence
from datetime import datetime

from flask_wtf import FlaskForm
from werkzeug.datastructures import FileStorage

from portal.asking.draft import Draft
from portal.asking.drafting import StepTyped, attach, detach, move, save, save_steps
from portal.asking.filling import answers_in
from portal.asking.questions import Question
from portal.files.receiving import Prepared, Refusal, prepare
from portal.files.sweeping import erase
from portal.ground.db import writing
from portal.people.gate import viewer
from portal.policy.policy import Policy
from portal.tickets.attaching import allowance


def keep_page(
    draft: Draft,
    page: Question,
    form: FlaskForm,
    change: str,
    policy: Policy,
    now: datetime,
    is_passed: bool = False,
) -> list[Refusal]:
    """Save the page, good or not; the files that were not taken. Opens its own write.

    `change` is what a button besides 'Continue' asked for: 'add', 'up-2', 'down-2', 'remove-2' (a
    step), 'drop-17' (a file). `is_passed`: the page is well answered, and one goes on from there.
    """
    desk, dropped = _Desk(draft, now), list[str]()
    steps = _steps(form, desk) if page is Question.STEPS else None
    evidence = desk.take(form.evidence.data) if page is Question.EVIDENCE else []
    deed, _dash, number = change.partition("-")
    at = int(number) if number.isascii() and number.isdigit() and len(number) < 12 else 0
    with writing():
        save(draft, answers_in(form), policy, now)
        if steps is not None:
            save_steps(draft, move(steps, deed, at) if deed in MOVES else steps, now)
        attach(draft, evidence, now)
        if deed == "drop":
            dropped = detach(draft, at)
        if is_passed and not draft.is_sent:
            draft.trail = draft.trail | {"page": page.value}
    erase(dropped)
    return desk.refusals


MOVES = frozenset({"up", "down", "remove"})


class _Desk:
    """Takes uploads in while there is room in the draft, and remembers what was refused."""

    def __init__(self, draft: Draft, now: datetime) -> None:
        allowed = allowance(viewer().person, f"draft {draft.id}")
        self.allowance, self.now = allowed.less(len(draft.files)), now
        self.refusals: list[Refusal] = []

    def take(self, uploads: Sequence[FileStorage] | None) -> list[Prepared]:
        prepared, refusals = prepare(uploads or [], self.now, self.allowance)
        self.allowance = self.allowance.less(len(prepared))
        self.refusals += refusals
        return prepared


def _steps(form: FlaskForm, desk: _Desk) -> list[StepTyped]:
    return [
        StepTyped(
            text=entry.form.text.data or "",
            shown=[int(part) for part in (entry.form.shown.data or "").split(",") if _is_id(part)],
            prepared=desk.take(entry.form.pictures.data),
        )
        for entry in form.steps
    ]


def _is_id(text: str) -> bool:
    return text.isascii() and text.isdigit() and len(text) < 12
