"""The page 'How we support you': the policy in force, and any edition that was."""

from datetime import datetime

from flask import Blueprint, abort, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from portal.ground.now import now
from portal.people.gate import for_everyone
from portal.policy.editions import current_policy, edition_called, periods, policy_of
from portal.status.page import Shown


def routes(status: Blueprint) -> None:
    """The routes of these pages."""
    status.add_url_rule("/support", "support", support)
    status.add_url_rule("/support/editions/<short>", "edition", edition)


@for_everyone
def support() -> ResponseReturnValue:
    """What holds now."""
    policy = current_policy()
    kept = periods()
    is_noted = bool(kept) and kept[0].sha256 == policy.edition
    return _page(Shown(policy, now()), since=kept[0].since if is_noted else None)


@for_everyone
def edition(short: str) -> ResponseReturnValue:
    """An edition by the first letters of its hash: what held, and when. The one in force has its own page."""
    kept = edition_called(short) or abort(404)
    if kept == current_policy().edition:
        return redirect(url_for("status.support"))
    return _page(Shown(policy_of(kept), now(), is_past=True), since=None, is_past=True)


def _page(shown: Shown, since: datetime | None, is_past: bool = False) -> str:
    edition = shown.policy.edition
    earlier = periods()
    return render_template(
        "status/support.html",
        shown=shown,
        since=since,
        is_past=is_past,
        held=[each for each in earlier if each.sha256 == edition] if is_past else [],
        earlier=[each for each in earlier if each.until is not None and each.sha256 != edition],
        contents=[(2, title, anchor) for anchor, title in shown.sections()],
    )
