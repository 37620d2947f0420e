"""Your tickets: one line each, found by words, state and date."""

from typing import Any

from flask import Blueprint, render_template, request, url_for

from portal.ground.catalogue import _
from portal.ground.now import now
from portal.people.gate import for_followers, viewer
from portal.tickets.arranged.rows import to_decide
from portal.tickets.forms import FindForm
from portal.tickets.listing import PAGE, Sieve, State, Whose, line_for, tickets_of


def routes(tickets: Blueprint) -> None:
    """Add these pages to the room's."""
    tickets.add_url_rule("/tickets", "index", index)


@for_followers
def index() -> str:
    """The tickets of whoever looks: their own, their organisation's, or those a guest has a link to."""
    who, at = viewer(), now()
    is_manager = who.person is not None and who.person.is_manager
    form = FindForm(Whose.ORGANISATION if is_manager else Whose.MINE, formdata=request.args)
    sieve = _sieve(form)
    page = max(request.args.get("page", 1, type=int), 1)
    page = min(page, 10_000)
    rows, total = tickets_of(who, sieve, page)
    decisions = to_decide(rows)
    lines = [line_for(ticket, who, at, decisions.get(ticket.id)) for ticket in rows]
    return render_template(
        "tickets/index.html",
        form=form,
        groups=[
            (_("Open tickets"), [line for line in lines if not line.is_closed]),
            (_("Closed tickets"), [line for line in lines if line.is_closed]),
        ],
        total=total,
        page=page,
        pages=-(-total // PAGE),
        page_url=_page_url,
        is_narrowed=sieve != Sieve(whose=sieve.whose),
        is_manager=is_manager,
    )


def _sieve(form: FindForm) -> Sieve:
    """What the address asks for; what cannot be read in it is told on the form and left out here."""
    form.validate()
    fine = {name: field.data for name, field in form._fields.items() if not field.errors}
    return Sieve(
        words=fine.get("q") or "",
        state=State(fine["state"]) if fine.get("state") else None,
        since=fine.get("since"),
        until=fine.get("until"),
        whose=Whose(fine.get("whose") or Whose.MINE),
    )


def _page_url(page: int) -> str:
    kept: dict[str, Any] = {k: v for k, v in request.args.items() if v and k != "page"}
    return url_for("tickets.index", **kept, page=page)
