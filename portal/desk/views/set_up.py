"""The page behind the set-up link: the first lead says who they are, and goes on to the site."""

from flask import Blueprint, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from portal.desk.forms.set_up import FirstLeadForm
from portal.desk.forms.site_sections import SECTIONS
from portal.ground.db import writing
from portal.ground.language import current_language
from portal.ground.now import now
from portal.people import gate, set_up
from portal.people.auditing import Act, audit
from portal.people.visiting import network


def routes(desk: Blueprint) -> None:
    """Add this page to the desk's."""
    desk.add_url_rule("/set-up/<token>", "set_up", begin, methods=["GET", "POST"])


@gate.for_everyone
def begin(token: str) -> ResponseReturnValue:
    """Ask for the first lead; the link is used up with the answer."""
    if not set_up.is_live(token):
        return render_template("desk/set_up_used.html"), 410
    form = FirstLeadForm()
    if not form.validate_on_submit():
        return render_template(
            "desk/set_up.html", form=form, steps=len(SECTIONS) + 1
        ), 422 if form.is_submitted() else 200
    with writing():
        lead = set_up.begin(token, form.name.data, form.email.data, current_language(), now())
        if lead is not None:
            gate.let_in(lead)
            audit(Act.PORTAL_SET_UP, lead, lead, now(), network())
    if lead is None:
        return render_template("desk/set_up_used.html"), 410
    return redirect(url_for("desk.site_section", section="name"), 303)
