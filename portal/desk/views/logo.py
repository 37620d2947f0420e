"""The logo on its way: chosen, shown before it is saved, held while the form comes back; and the one in use."""

from flask import Blueprint, abort, request
from flask.typing import ResponseReturnValue
from sqlalchemy import select

from portal.desk.forms.site_look import LookForm
from portal.files import holding, receiving, sending
from portal.files.allowance import LOGO
from portal.files.file import File
from portal.files.holding import Chosen
from portal.ground.db import found
from portal.ground.now import now
from portal.ground.site import current_site
from portal.people import gate


def routes(desk: Blueprint) -> None:
    """Add these addresses to the desk's."""
    desk.add_url_rule("/logo/<key>", "logo", logo)
    desk.add_url_rule("/desk/site/held-logo/<proof>", "held_logo", held_logo)


@gate.for_everyone
def logo(key: str) -> ResponseReturnValue:
    """The site's own logo; no other file is shown by its key."""
    if key != current_site().logo:
        abort(404)
    response = sending.send(found(select(File).where(File.key == key)))
    response.headers["Cache-Control"] = "public, max-age=86400"  # another logo has another key
    return response


@gate.for_leads
def held_logo(proof: str) -> ResponseReturnValue:
    """A logo that this lead chose and has not saved yet."""
    keys = holding.chosen([], [proof], _owner(), now(), LOGO).held
    return sending.send(found(select(File).where(File.key.in_(keys))))


def take(form: LookForm) -> Chosen:
    """The picture chosen now or held from before; what is wrong with it stands at its field."""
    uploads = [form.logo.data] if form.logo.data else []
    held = [] if uploads else request.form.getlist("held")  # the newest counts
    files = holding.chosen(uploads, held, _owner(), now(), LOGO)
    form.logo.errors = [*form.logo.errors, *files.reasons]
    return files


def hold(form: LookForm, files: Chosen) -> None:
    """Keep the picture for the form that comes back."""
    held = holding.hold(files, _owner(), now())
    form.kept_logo = held[-1] if held else None


def keep(files: Chosen) -> dict[str, str]:
    """The site's new logo, inside `writing()`; nothing where none was chosen."""
    taken = holding.claim(files, now())
    receiving.keep(taken)
    return {"logo": taken[-1].key} if taken else {}


def _owner() -> str:
    return f"logo {gate.current_person().id}"
