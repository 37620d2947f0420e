"""The pages where people decide about themselves: name, language, time zone, and where they are signed in."""

from dataclasses import dataclass
from datetime import timedelta

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy import select

from portal.ground import language
from portal.ground.catalogue import _
from portal.ground.db import found, writing
from portal.ground.now import now
from portal.ground.site import current_site
from portal.ground.wording import Moment, moment
from portal.people import gate, staying
from portal.people.cookies import is_secure
from portal.people.forms import AccountForm
from portal.people.names import own_path
from portal.people.organising import change_account
from portal.people.sessions import Session

YEAR = timedelta(days=365)


@dataclass(frozen=True)
class Place:
    """Where someone is signed in, in words."""

    id: int
    device: str
    network: str
    seen: Moment
    is_this: bool


def routes(people: Blueprint) -> None:
    """Add these pages to the room's."""
    people.add_url_rule("/account", "account", account, methods=["GET", "POST"])
    sessions = "/account/sessions"
    people.add_url_rule(f"{sessions}/revocation", "revoke_others", revoke_others, methods=["POST"])
    people.add_url_rule(
        f"{sessions}/<int(max=2147483647):number>/revocation", "revoke", revoke, methods=["POST"]
    )
    people.add_url_rule("/language", "choose_language", choose_language, methods=["POST"])


@gate.for_signed_in
def account() -> ResponseReturnValue:
    """One's own name, language and time zone, and every place where one is signed in."""
    person = gate.current_person()
    form = AccountForm(obj=person)
    if not form.validate_on_submit():
        status = 422 if form.is_submitted() else 200
        return render_template("people/account.html", form=form, places=_places()), status
    with writing():
        change_account(person, form.name.data, form.language.data, form.time_zone.data or None)
    language.reader(person.language, person.time_zone)
    flash(_("Your account details have been saved."), "good")
    return redirect(url_for("people.account"), 303)


@gate.for_signed_in
def revoke(number: int) -> ResponseReturnValue:
    """Sign out somewhere: at once, also where that is here."""
    person, here = gate.current_person(), gate.viewer().session_id
    session = found(select(Session).where(Session.id == number, Session.person_id == person.id))
    with writing():
        if session.id == here:
            gate.let_out()
        else:
            staying.revoke(session, now())
    if number == here:
        flash(_("You’re signed out."), "good")
        return redirect(url_for("search.home"), 303)
    flash(_("That device has been signed out."), "good")
    return redirect(url_for("people.account"), 303)


@gate.for_signed_in
def revoke_others() -> ResponseReturnValue:
    """Sign out everywhere but here."""
    person, here = gate.current_person(), gate.viewer().session_id
    with writing():
        staying.revoke_all(person, now(), but=here)
    flash(_("You’ve been signed out on all other devices."), "good")
    return redirect(url_for("people.account"), 303)


@gate.for_everyone
def choose_language() -> ResponseReturnValue:
    """Read on in this language, here and, signed in, everywhere."""
    chosen, person = request.form.get("language"), gate.viewer().person
    if chosen not in current_site().languages:
        abort(400)
    if person is not None and person.language != chosen:
        with writing():
            person.language = chosen
    to = own_path(request.form.get("next")) or gate.came_from() or url_for("search.home")
    response = redirect(to, 303)
    response.set_cookie(
        language.COOKIE, chosen, max_age=YEAR, secure=is_secure(), httponly=True, samesite="Lax"
    )
    return response


def _places() -> list[Place]:
    here = gate.viewer().session_id
    return [
        Place(
            id=session.id,
            device=_device_words(session.device),
            network=session.network,
            seen=moment(session.seen_at),
            is_this=session.id == here,
        )
        for session in staying.live_sessions(gate.current_person(), now())
    ]


def _device_words(device: str) -> str:
    browser, _comma, system = device.partition(", ")
    if browser and system:
        return _("%(browser)s on %(system)s", browser=browser, system=system)
    return browser or system or _("Unknown device")
