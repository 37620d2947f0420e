"""How the time of a ticket was counted, for its client."""

from flask import Blueprint, render_template

from portal.ground.now import now
from portal.people.gate import for_followers
from portal.tickets.counted import counted
from portal.tickets.views import page


def routes(tickets: Blueprint) -> None:
    """Add this page to the room's."""
    tickets.add_url_rule("/tickets/<ref:ref>/ledger", "ledger", ledger)


@for_followers
def ledger(ref: str) -> str:
    """Every start, pause and change of what was promised, adding up to what the ticket's page says."""
    ticket = page.find(ref)
    shown = counted(ticket, now(), for_agent=False)
    return render_template("tickets/ledger.html", ticket=ticket, counted=shown)
