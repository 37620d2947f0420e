"""How the time of a ticket was counted, for the desk."""

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue

from portal.desk.views.ticket import at_desk
from portal.ground.now import now
from portal.people.gate import for_agents
from portal.tickets.counted import counted


def routes(desk: Blueprint) -> None:
    desk.add_url_rule("/desk/<ref:ref>/ledger", "ledger", ledger)


@for_agents
def ledger(ref: str) -> ResponseReturnValue:
    """The same ledger that the client reads, with the client spoken of."""
    ticket = at_desk(ref)
    shown = counted(ticket, now(), for_agent=True)
    return render_template("desk/ledger.html", ticket=ticket, counted=shown)
