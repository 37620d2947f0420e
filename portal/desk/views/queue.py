"""The queue: what is due first stands first."""

from typing import Any

from flask import Blueprint, render_template, request, url_for
from flask.typing import ResponseReturnValue

from portal.desk.alerts import untaken
from portal.desk.forms.sifting import filters
from portal.desk.lines import queue_lines
from portal.desk.queue import QueuePage, queue_page
from portal.desk.sieve import QueueView, Sieve, sieve_of, view_named
from portal.desk.team import team
from portal.ground.catalogue import _
from portal.ground.now import now
from portal.people.gate import current_person, for_agents
from portal.policy.editions import current_policy


def routes(desk: Blueprint) -> None:
    desk.add_url_rule("/desk", "queue", queue)


@for_agents
def queue() -> ResponseReturnValue:
    view, sieve = view_named(request.args.get("view")), sieve_of(request.args)
    page = request.args.get("page", 1, int)
    found = queue_page(view, sieve, current_person(), page)
    return render_template(
        "desk/queue.html",
        words=sieve.words,
        alerts=untaken(),
        filters=filters(sieve, current_policy(), team()),
        is_narrow=sieve.is_narrow,
        lines=queue_lines(found.tickets, now()),
        found=found,
        view=view,
        title=_view_words()[view],
        tabs=_tabs(view, sieve, found),
        empty_words=_empty_words(view),
        page_url=lambda number: _address(view, sieve, page=number),
        plain_url=_address(view, Sieve()),
    )


def _tabs(
    current: QueueView, sieve: Sieve, found: QueuePage
) -> list[tuple[str, str, bool, int | None]]:
    names = _view_words()
    return [
        (names[view], _address(view, sieve), view is current, found.counts.get(view))
        for view in QueueView
        if view is not QueueView.HELD or found.counts.get(view) or view is current
    ]


def _address(view: QueueView, sieve: Sieve, page: int = 1) -> str:
    values: dict[str, Any] = {"view": view, **sieve.in_address}
    if page > 1:
        values["page"] = str(page)
    return url_for("desk.queue", **values)


def _view_words() -> dict[QueueView, str]:
    return {
        QueueView.MINE: _("Mine"),
        QueueView.UNASSIGNED: _("Unassigned"),
        QueueView.OPEN: _("All open"),
        QueueView.WAITING: _("Waiting"),
        QueueView.RESOLVED: _("All solved"),
        QueueView.HELD: _("To review"),
        QueueView.CLOSED: _("All closed"),
    }


def _empty_words(view: QueueView) -> str:
    return {
        QueueView.MINE: _("You have no open tickets. Take one that nobody has yet."),
        QueueView.UNASSIGNED: _("All open tickets are assigned."),
        QueueView.OPEN: _("There are no open tickets. New ones will appear here automatically."),
        QueueView.WAITING: _("No tickets are waiting for a client or a provider."),
        QueueView.RESOLVED: _("No tickets are waiting for the client to confirm the solution."),
        QueueView.HELD: _("There are no guest requests to review."),
        QueueView.CLOSED: _("No ticket has been closed yet."),
    }[view]
