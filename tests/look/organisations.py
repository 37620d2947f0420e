"""The portal as each of the five organisations: the same people and troubles under another policy."""

import shutil
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

from flask import g

from portal.articles.sync import sync
from portal.asking import drafting
from portal.demo.fitting import channel_in, kind_in
from portal.ground.db import db, writing
from portal.ground.now import now
from portal.ground.settings import PROJECT
from portal.ground.site import site_row
from portal.people.person import Organisation, Person
from portal.policy.editions import current_policy
from portal.policy.loading import preset_names
from portal.policy.policy import IMPACT, Policy
from portal.search.following import ensure_index
from portal.tickets import steps
from portal.tickets.opening import Filing, open_ticket
from portal.tickets.ticket import Ticket
from tests.characters import people
from tests.look.pages import Page
from tests.look.scene import ADDRESSES, served, speaking
from tests.look.standing import Scene
from tests.signing_in import session_token

MIN, H, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)

WORST = {"working": "no", "function": "main", "people": "everyone", "detour": "no"}
MIDDLING = {"working": "partly", "function": "secondary", "people": "one", "detour": "yes"}


def pages_of(preset: str) -> tuple[Page, ...]:
    """What is looked at of one organisation."""
    return (
        Page(f"{preset}-home", "guest", "/"),
        Page(f"{preset}-support", "guest", "/support"),
        Page(f"{preset}-ask", "alice", "/ask"),
        Page(f"{preset}-severity", "alice", "/ask/{draft}/severity"),
        Page(f"{preset}-check", "alice", "/ask/{draft}/check"),
        Page(f"{preset}-sent", "alice", "/ask/{sent_draft}/check", state="sent-off"),
        Page(f"{preset}-ticket", "alice", "/tickets/{worst}"),
        Page(f"{preset}-ticket-parts", "alice", "/tickets/{parts}"),
        Page(f"{preset}-ledger", "alice", "/tickets/{parts}/ledger"),
        Page(f"{preset}-queue", "vera", "/desk?view=open"),
        Page(f"{preset}-desk-ticket", "vera", "/desk/{worst}"),
        Page(f"{preset}-site-policy", "leo", "/desk/site/policy"),
    )


def builder(preset: str) -> Callable[[Path], Scene]:
    """How the portal is built as that organisation."""

    def build(data: Path) -> Scene:
        app, server = served(data)
        with app.app_context():
            characters = people()
            with writing():
                _become(preset)
            shutil.copytree(PROJECT / "kb_articles", data / "kb_articles")
            sync(data / "kb_articles", now())
            ensure_index(now())
            with writing():
                places = _tell(characters, current_policy())
            cookies = {name: {"session": session_token(email)} for name, email in ADDRESSES.items()}
            db.session.remove()
        base_url = f"http://127.0.0.1:{server.server_port}"
        return Scene(base_url, cookies, server.shutdown, places, speaking(app))

    return build


FIVE = {preset: (builder(preset), pages_of(preset)) for preset in preset_names()}


def _become(preset: str) -> None:
    site_row().policy = preset
    g.pop("site", None)
    policy = current_policy()
    site_row().name = policy.words(policy.organisation, "es") or policy.title("es")
    for organisation in db.session.query(Organisation):
        organisation.plan = policy.plans[-1 if policy.plans[-1].only_with is None else -2].key
    g.pop("site", None)


def _tell(people: dict[str, Person], policy: Policy) -> dict[str, str]:
    """The worst that can happen, unanswered; one that waits for parts; one that waits for the client."""
    alice, vera = people["alice"], people["vera"]
    worst = _open(alice, policy, "Nobody can sign in", WORST, 25 * MIN)
    parts = _open(alice, policy, "A headset station is broken", MIDDLING, 30 * H)
    _say(parts, vera, "Thank you. The station has to be replaced.", 29 * H)
    reason = "parts" if policy.waiting_reason("parts") else "provider"
    words = steps.render("We have ordered the part and tell you when it is here.")
    steps.wait_for(parts, vera, reason, words, now() - 28 * H)
    asked = _open(alice, policy, "A report shows yesterday twice", MIDDLING, 3 * DAY)
    steps.ask_client(asked, vera, steps.render("Which report is it?"), now() - 2 * DAY)
    draft, to_send = (
        drafting.begin(alice, "-", _draft(policy), {}, policy, now()).key for _ in range(2)
    )
    refs = {"worst": worst.ref, "parts": parts.ref, "asked": asked.ref}
    return refs | {"draft": draft, "sent_draft": to_send}


def _open(
    alice: Person, policy: Policy, title: str, impact: dict[str, str], ago: timedelta
) -> Ticket:
    answers = {f"{IMPACT}{name}": value for name, value in impact.items()}
    filing = Filing(
        submit_key=title,
        title=title,
        kind=kind_in(policy, "system-error"),
        severity=policy.severity_of(answers),
        name=alice.name,
        email=alice.email,
        language=alice.language,
        channel=channel_in(policy, "portal"),
        requester=alice,
        is_verified=True,
        answers={"description": f"{title} since this morning.", **answers},
    )
    return open_ticket(filing, now() - ago)


def _say(ticket: Ticket, person: Person, text: str, ago: timedelta) -> None:
    steps.reply(ticket, person, steps.render(text), now() - ago)


def _draft(policy: Policy) -> dict[str, str]:
    return {
        "kind": kind_in(policy, "system-error"),
        "title": "Calls have no sound",
        "description": "Since Monday the calls come in, but nobody hears us.",
        **{f"{IMPACT}{name}": value for name, value in WORST.items()},
    }
