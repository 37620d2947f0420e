"""What the people room forgets in time: ended sessions, used links, counted tries, old visits."""

from datetime import datetime, timedelta
from typing import cast

from sqlalchemy import CursorResult, delete, or_

from portal.ground.db import db
from portal.people.limits import Attempt
from portal.people.links import SetUpLink, SignIn
from portal.people.sessions import Session
from portal.people.signing_in import INVITATION_LASTS
from portal.people.visits import Visit
from portal.policy.editions import current_policy

ATTEMPTS_KEPT = timedelta(days=2)
SESSIONS_KEPT = timedelta(days=30)
SIGN_INS_KEPT = INVITATION_LASTS + timedelta(days=7)


def sweep(now: datetime) -> int:
    """Delete what has had its time, inside `writing()`; the number of rows."""
    old, visits_kept = now - SESSIONS_KEPT, current_policy().retention.visit_links
    forgotten = (
        delete(Attempt).where(Attempt.at < now - ATTEMPTS_KEPT),
        delete(SignIn).where(SignIn.created_at < now - SIGN_INS_KEPT),
        delete(SetUpLink).where(SetUpLink.used_at < old),
        delete(Session).where(or_(Session.expires_at < old, Session.revoked_at < old)),
        delete(Visit).where(Visit.seen_at < now - visits_kept),
    )
    done = [cast("CursorResult[None]", db.session.execute(query)) for query in forgotten]
    return sum(result.rowcount for result in done)
