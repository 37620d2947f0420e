"""The command that shows the portal alive: `portal demo`, in a data folder of its own."""

import argparse
import os

from portal.cli.context import CommandError, app_context, settings_of_environment
from portal.ground.settings import PROJECT


def demo(_asked: argparse.Namespace) -> int:
    """`portal demo`: fill DATA (./demo where not given) once, print a sign-in link per role, then run.

    The articles are the demo's own too: KB_DIR is not looked at, so that nothing made up gets among yours.
    """
    from portal.cli import supervisor

    os.environ.setdefault("DATA", str(PROJECT / "demo"))
    os.environ.pop("KB_DIR", None)
    return supervisor.run(settings_of_environment(), prepare)


def prepare() -> None:
    """Migrations, the demo where it is not there yet, and fresh links to come in by."""
    from portal.cli.people import sign_in_address
    from portal.cli.running import migrate, seed_articles
    from portal.demo.making import NotADemo, make
    from portal.ground.db import writing
    from portal.ground.logs import log_to_stderr
    from portal.ground.now import now

    log_to_stderr()
    with app_context() as app:
        migrate()
        seed_articles(app.extensions["portal_settings"])
        print("The demo: four organisations and their last ninety days. One moment …", flush=True)
        try:
            people = make(now())
        except NotADemo as reason:
            raise CommandError(str(reason)) from None
        with writing():
            links = [(role, person.name, sign_in_address(person)) for role, person in people]
        for role, name, address in links:
            print(f"Sign in as {role} ({name}): {address}", flush=True)
