"""The portal as the contact sheet shows it: people, articles, and tickets in every state, made by the portal's own verbs."""

import io
import os
import shutil
import threading
from collections.abc import Callable
from pathlib import Path

from flask import Flask
from flask_migrate import upgrade
from sqlalchemy import update
from werkzeug.datastructures import FileStorage
from werkzeug.serving import make_server

from portal.app import create_app
from portal.articles.sync import sync
from portal.asking import drafting
from portal.files.allowance import Allowance
from portal.files.receiving import prepare
from portal.ground.db import db, writing
from portal.ground.following import catch_up
from portal.ground.now import now
from portal.ground.settings import PROJECT, Settings
from portal.people.person import Person
from portal.people.set_up import set_up_link
from portal.policy.editions import current_policy
from portal.post.following import EVENTS, OUTBOX
from portal.search.following import FOLLOWER, ensure_index
from portal.tickets.links import mint_rating_link
from tests.characters import people
from tests.look import story
from tests.look.pictures import screenshot
from tests.look.promises import tell_promises
from tests.look.searches import search_in_vain
from tests.look.standing import Quiet, Scene
from tests.signing_in import session_token

ADDRESSES = {
    "alice": "alice@aromos.example",
    "ana": "ana@aromos.example",
    "mara": "mara@aromos.example",
    "bob": "bob@nunoa.example",
    "vera": "vera@portal.example",
    "leo": "leo@portal.example",
}


def build(data: Path) -> Scene:
    """A portal in use, in this folder, answering on loopback."""
    app, server = served(data)
    with app.app_context():
        characters = people()
        shutil.copytree(PROJECT / "kb_articles", data / "kb_articles")
        sync(data / "kb_articles", now())
        ensure_index(now())
        catch_up(FOLLOWER)
        places = story.tell(characters) | {
            "draft": _drafted(characters["alice"]),
            "other_draft": _drafted(characters["ana"]),
        }
        places |= tell_promises(characters, now())
        search_in_vain(characters["leo"])
        places["rating_link"] = _rating_link(places["closed_ticket"])
        for follower in (EVENTS, OUTBOX):
            catch_up(follower)
        cookies = {name: {"session": session_token(email)} for name, email in ADDRESSES.items()}
        db.session.remove()

    base_url = f"http://127.0.0.1:{server.server_port}"
    return Scene(base_url, cookies, server.shutdown, places, speaking(app))


def build_fresh(data: Path) -> Scene:
    """A portal that nobody has set up yet."""
    app, server = served(data)
    with app.app_context(), writing():
        token = set_up_link(now())
    return Scene(f"http://127.0.0.1:{server.server_port}", {}, server.shutdown, {"token": token})


def speaking(app: Flask) -> Callable[[str], None]:
    """How everyone who is signed in comes to read in a language."""

    def speak(language: str) -> None:
        with app.app_context(), writing():
            db.session.execute(update(Person).values(language=language))

    return speak


def served(data: Path):  # type: ignore[no-untyped-def]  # werkzeug's server class is private
    """An empty portal in this folder, and the server that answers for it on loopback."""
    os.environ["TZ"] = "UTC"
    app: Flask = create_app(Settings(_env_file=None, data=data))
    with app.app_context():
        upgrade()
        db.session.remove()
    server = make_server("127.0.0.1", 0, app, threaded=True, request_handler=Quiet)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    return app, server


def _drafted(client: Person) -> str:
    """The key of a request that this client is writing: all answered, three steps, a picture, ready to be checked."""
    answers = {
        "kind": "system-error",
        "title": "Reports show yesterday’s calls as today’s",
        "description": "Since Monday the daily report counts the calls of the last evening hours for the next day.",
        "error_message": "W-2041 period adjusted",
        "expected": "Calls of 20:00 to 24:00 belong to the day on which they were made.",
        "obtained": "They appear on the following day.",
        "version": "4.18",
        "impact.working": "partly",
        "impact.function": "main",
        "impact.people": "some",
        "impact.detour": "yes",
    }
    picture = FileStorage(io.BytesIO(screenshot("Daily report")), "daily-report.png")
    prepared, _refused = prepare([picture], now(), Allowance(1))
    with writing():
        draft = drafting.begin(client, "-", answers, {}, current_policy(), now())
        draft.steps = [
            "Open Reports, Daily",
            "Choose yesterday",
            "Compare the total with the call list",
        ]
        drafting.attach(draft, prepared, now(), 2)
        return draft.key


def _rating_link(ref: str) -> str:
    with writing():
        return mint_rating_link(story.ticket(ref), now())
