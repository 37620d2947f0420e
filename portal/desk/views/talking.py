"""An agent's words on a ticket: the reply that the client reads, the note that only the desk reads."""

from collections.abc import Callable, Sequence
from datetime import datetime

from flask import Blueprint, request
from flask.typing import ResponseReturnValue

from portal.desk.cards import article_cards
from portal.desk.forms.bench import bench
from portal.desk.team import team
from portal.desk.views.ticket import at_desk, carry_out, desk_url, show
from portal.files import holding
from portal.files.file import File
from portal.ground.bodies import takes_files
from portal.ground.now import now
from portal.ground.site import current_site
from portal.people.gate import current_person, for_agents, viewer
from portal.tickets import steps
from portal.tickets.attaching import hold, take_in
from portal.tickets.steps import Words
from portal.tickets.ticket import Ticket

Verb = Callable[[Ticket, Words, datetime, Sequence[File], str], None]


def routes(desk: Blueprint) -> None:
    desk.add_url_rule("/desk/<ref:ref>/replies", "replies", replies, methods=["POST"])
    desk.add_url_rule("/desk/<ref:ref>/notes", "notes", notes, methods=["POST"])


@takes_files
@for_agents
def replies(ref: str) -> ResponseReturnValue:
    return _say(ref, "reply")


@takes_files
@for_agents
def notes(ref: str) -> ResponseReturnValue:
    return _say(ref, "note")


def _say(ref: str, name: str) -> ResponseReturnValue:
    ticket, person = at_desk(ref), current_person()
    forms = bench(ticket, team(), sent=name)
    form = forms.sent
    is_inserting = "insert" in request.form
    is_right = not is_inserting and form.validate()
    at, files = now(), take_in(ticket, person, form.files)
    if is_inserting:
        form.text.data = with_link(form.text.data or "", request.form.get("insert", 0, int))
    if not is_right or form.files.errors:
        hold(ticket, person, form.files, files)
        return show(ticket, forms), 200 if is_inserting else 422
    words = steps.render(form.text.data)
    verb = _note if name == "note" else _verb(form.then.data)

    def deed() -> None:
        verb(ticket, words, at, holding.claim(files, at), form.key.data)

    return carry_out(
        ticket,
        forms,
        deed,
        lambda: desk_url(ticket, "latest"),
        refused=lambda: hold(ticket, person, form.files, files),
    )


def with_link(text: str, article_id: int) -> str:
    """The words with a link to the article at their end: a whole address, since it goes by letter too."""
    card = article_cards([article_id], viewer()).get(article_id)
    if card is None:
        return text
    link = f"[{card.title}]({current_site().address(card.url)})"
    return f"{text.rstrip()}\n\n{link}".lstrip()


def _reply(ticket: Ticket, words: Words, at: datetime, files: Sequence[File], key: str) -> None:
    steps.reply(ticket, current_person(), words, at, files, key=key)


def _ask(ticket: Ticket, words: Words, at: datetime, files: Sequence[File], key: str) -> None:
    steps.ask_client(ticket, current_person(), words, at, files, key)


def _note(ticket: Ticket, words: Words, at: datetime, files: Sequence[File], key: str) -> None:
    steps.note(ticket, current_person(), words, at, files, key)


def _verb(then: str) -> Verb:
    """What the reply is, by what follows it: nothing, a question to the client, another reason to wait."""
    if then in {"", "client"}:
        return _ask if then else _reply

    def _await(ticket: Ticket, words: Words, at: datetime, files: Sequence[File], key: str) -> None:
        steps.wait_for(ticket, current_person(), then, words, at, files, key)

    return _await
