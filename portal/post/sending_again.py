"""How a lead has letters tried again: one of them, or all that wait."""

from datetime import datetime

from sqlalchemy import update

from portal.ground.db import db
from portal.post.letter import Letter, LetterState


def send_again(letter: Letter, now: datetime) -> None:
    """Let the letter go once more, with all its tries before it. It is the same letter: its Message-ID stays."""
    letter.state, letter.next_at = LetterState.WAITING, now
    letter.attempts, letter.error = 0, ""


def send_all_waiting(now: datetime) -> None:
    """Let every waiting letter be due now."""
    waiting = update(Letter).where(Letter.state == LetterState.WAITING)
    db.session.execute(waiting.values(next_at=now, attempts=0))
