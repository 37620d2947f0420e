"""The pages by which a person comes in: the address, the code, the link; and the way out."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from portal.ground.catalogue import _
from portal.ground.db import writing
from portal.ground.language import current_language
from portal.ground.now import now
from portal.ground.site import current_site
from portal.people import gate, signing_in
from portal.people.cookies import is_own_host
from portal.people.forms import CodeForm, SignInForm
from portal.people.links import SignIn
from portal.people.names import own_path
from portal.people.person import Person
from portal.people.visiting import browser_hash, network


def routes(people: Blueprint) -> None:
    """Add these pages to the room's."""
    people.add_url_rule("/sign-in", "sign_in", sign_in, methods=["GET", "POST"])
    people.add_url_rule("/sign-in/code", "code", code, methods=["GET", "POST"])
    people.add_url_rule("/sign-in/<token>", "link", link, methods=["GET", "POST"])
    people.add_url_rule("/sign-out", "sign_out", sign_out, methods=["POST"])


@gate.for_everyone
def sign_in() -> ResponseReturnValue:
    """Ask for the address, and answer every address alike."""
    person = gate.viewer().person
    back = own_path(request.values.get("next")) or _page_before()
    if person is not None:
        return redirect(back or _home_of(person))
    if _is_elsewhere():
        return render_template("people/other_host.html"), 400
    form = SignInForm(next=back or "")
    if not form.validate_on_submit():
        return render_template("people/sign_in.html", form=form), _code_of(form)
    browser, language, asker = browser_hash(), current_language(), network()
    with writing():
        asked = signing_in.ask_to_sign_in(
            form.email.data, browser, language, back, now(), network=asker
        )
    if asked is None:
        form.email.errors = [
            _(
                "Too many sign-in emails for this address. Use the link in the latest one, or wait an hour."
            )
        ]
        return render_template("people/sign_in.html", form=form), 429
    return redirect(url_for("people.code"), 303)


@gate.for_everyone
def code() -> ResponseReturnValue:
    """Say that a letter is on its way, if it is; take the code from it."""
    person, browser, asker = gate.viewer().person, browser_hash(), network()
    if person is not None:
        return redirect(_home_of(person))
    asked = signing_in.asked_by(browser, now())
    if asked is None:
        return redirect(url_for("people.sign_in"))
    form = CodeForm()
    if not form.validate_on_submit():
        return _show_code(form, asked, _code_of(form))
    with writing():
        came = signing_in.sign_in_by_code(form.code.data, browser, now(), network=asker)
        to = _welcome(*came) if came else None
    if to is None:
        form.code.errors = [
            _(
                "That code doesn’t work. Use the code from the latest email. Codes expire after 10 minutes."
            )
        ]
        return _show_code(form, asked, 422)
    return redirect(to, 303)


@gate.for_everyone
def link(token: str) -> ResponseReturnValue:
    """Show a button (mail scanners follow links); pressed, it uses the link up."""
    live = signing_in.live_link(token, now())
    if request.method != "POST" or live is None:
        return render_template("people/link.html", live=live), 200 if live else 410
    with writing():
        came = signing_in.sign_in_by_token(token, now())
        to = _welcome(*came) if came else None
    if to is None:
        return render_template("people/link.html", live=None), 410
    return redirect(to, 303)


@gate.for_everyone
def sign_out() -> ResponseReturnValue:
    """End this session."""
    with writing():
        gate.let_out()
    flash(_("You’re signed out."), "good")
    return redirect(url_for("search.home"), 303)


def _welcome(person: Person, asked: SignIn) -> str:
    """Let the person in, inside `writing()`; the page to go on with."""
    is_first = person.seen_at is None
    gate.let_in(person)
    if is_first:
        flash(
            _(
                "Welcome, %(name)s. You can change your name and language in “Your account”.",
                name=person.name,
            )
        )
    return own_path(asked.next) or _home_of(person)


def _home_of(person: Person) -> str:
    if person.is_lead and not current_site().is_set_up:
        return url_for("desk.site")
    return url_for("desk.queue") if person.is_agent else url_for("search.home")


def _is_elsewhere() -> bool:
    """Whether cookies set here would be lost: another host than the site's, or http where it has https
    (which the browser's Origin tells, also through a proxy)."""
    site, origin = current_site(), request.headers.get("Origin", "")
    is_plain = site.is_secure and origin.startswith("http://")
    return site.is_set_up and (is_plain or not is_own_host())


def _page_before() -> str | None:
    before = gate.came_from()
    return None if before is None or before.startswith("/sign-") else before


def _show_code(form: CodeForm, asked: SignIn, status: int) -> ResponseReturnValue:
    left = max(0, signing_in.CODE_TRIES - asked.tries)
    return render_template("people/code.html", form=form, asked=asked, left=left), status


def _code_of(form: CodeForm | SignInForm) -> int:
    return 422 if form.is_submitted() else 200
