"""One section of the site at a time: shown, tried, saved; during the set-up each leads on to the next."""

from collections.abc import Callable
from typing import Any
from urllib.parse import urlsplit

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from portal.desk.forms.site import AddressForm, SectionForm
from portal.desk.forms.site_choices import server_of
from portal.desk.forms.site_look import LookForm
from portal.desk.forms.site_mail import MailForm
from portal.desk.forms.site_policy import PolicyForm
from portal.desk.forms.site_sections import (
    SECTIONS,
    Section,
    contacts_words,
    languages_words,
    mail_words,
)
from portal.desk.policies import glances
from portal.desk.views import logo
from portal.desk.views.mail_trial import Tried, try_now
from portal.desk.views.policy_fit import fit_now, fit_of
from portal.files.holding import Chosen
from portal.ground.bodies import takes_files
from portal.ground.catalogue import _
from portal.ground.db import writing
from portal.ground.now import now
from portal.ground.site import Site, current_site
from portal.people import gate, set_up
from portal.people.auditing import Act
from portal.people.cookies import is_own_host
from portal.people.signing_in import link_for
from portal.policy.editions import keep_edition, note_edition
from portal.policy.hinting import hints
from portal.status.page import Shown

KEYS = list(SECTIONS)
VARIABLES = {"name": "SITE_NAME", "emergency": "EMERGENCY_CONTACTS"}
"""Where the environment calls a field by another name than the site does."""
ACTS = {"mail": Act.MAIL_CHANGED, "policy": Act.POLICY_CHANGED}


def routes(desk: Blueprint) -> None:
    """Add these pages to the desk's."""
    path = f"/desk/site/<any({', '.join(KEYS)}):section>"
    desk.add_url_rule(path, "site_section", site_section, methods=["GET", "POST"])


@takes_files
@gate.for_leads
def site_section(section: str) -> ResponseReturnValue:
    """One part of the site; during the set-up each leads on to the next."""
    about, here = SECTIONS[section], current_site()
    form = about.form.of(here)
    if isinstance(form, AddressForm) and not (here.is_set_up or form.is_submitted()):
        form.propose(request.host_url.rstrip("/"))
    is_sound = form.validate_on_submit()
    files = logo.take(form) if isinstance(form, LookForm) and form.is_submitted() else Chosen()
    if not is_sound or form.errors or "show" in request.form or "test" in request.form:
        return _come_back(about, form, files, here)
    with writing():
        if isinstance(form, PolicyForm) and form.chosen:
            keep_edition(form.chosen, now())
        set_up.change_site(form.values(here) | logo.keep(files))
        gate.on_record(ACTS.get(section, Act.SITE_CHANGED), f"site {section}")
        if section == "policy" and "policy" in form:
            note_edition(now())
        if section == KEYS[-1]:
            set_up.finish(now())
    return _moved(section, here.base_url) or _go_on(section, was_set_up=here.is_set_up)


def _come_back(about: Section, form: SectionForm, files: Chosen, here: Site) -> ResponseReturnValue:
    """The form once more: asked for, refused, tried or looked at. Nothing that was chosen is lost."""
    if isinstance(form, LookForm):
        logo.hold(form, files)
    if isinstance(form, MailForm) and "test" in request.form and not form.errors:
        tried = try_now(form, here)
        return _show(about, form, 200 if tried.is_taken else 422, tried=tried)
    return _show(about, form, 422 if form.errors else 200)


def _show(
    about: Section, form: SectionForm, status: int, tried: Tried | None = None
) -> ResponseReturnValue:
    place = KEYS.index(about.key)
    return (
        render_template(
            "desk/site_section.html",
            form=form,
            about=about,
            fixed=_fixed(about, current_site()),
            step=place + 2,  # the first step was the lead
            steps=len(KEYS) + 1,
            before=KEYS[place - 1] if place else None,
            tried=tried,
            **(_policy(form) if isinstance(form, PolicyForm) else {}),
            keeps_password=_keeps_password(),
        ),
        status,
    )


def _policy(form: PolicyForm) -> dict[str, Any]:
    """What the section about the policy shows besides: the one asked for, and who fits neither it nor the one in force."""
    is_asked = "show" in request.form and not form.errors
    policy = form.chosen if is_asked else None
    return {
        "glances": {each.name: each for each in glances()},
        "preview": Shown(policy, now(), is_preview=True) if policy else None,
        "hints": hints(policy) if policy else [],
        **(fit_of(policy) if policy else fit_now()),
    }


def _keeps_password() -> bool:
    server = server_of(current_site())
    return bool(server and server.password)


def _fixed(about: Section, here: Site) -> list[tuple[str, str]]:
    """What the environment decides in this section: the variable, and its value without secrets."""
    told: dict[str, Callable[[Site], str]] = {
        "languages": languages_words,
        "mail_url": mail_words,
        "contacts": contacts_words,
        "emergency": lambda here: ", ".join(here.emergency["addresses"].values()),
    }
    return [
        (
            VARIABLES.get(name, name.upper()),
            told[name](here) if name in told else str(getattr(here, name)),
        )
        for name in about.form.held
        if name in here.fixed
    ]


def _moved(section: str, before: str) -> ResponseReturnValue | None:
    """After a new address: the way there with a link that signs the lead in, since cookies do not follow."""
    here = current_site()
    if section != "address" or here.base_url == before:
        return None
    if is_own_host() and urlsplit(here.base_url).scheme == request.scheme:
        return None
    to = url_for("desk.site_section", section="mail")
    on = url_for("desk.site") if here.is_set_up else to
    with writing():
        token = link_for(gate.current_person(), now(), next=on)
    return render_template("desk/site_moved.html", link=here.address(f"/sign-in/{token}"), on=on)


def _go_on(section: str, was_set_up: bool) -> ResponseReturnValue:
    if was_set_up:
        flash(_("Saved. It holds from now on."), "good")
        if section == "policy" and fit_now()["unfitting"]:
            return redirect(url_for("desk.site_section", section=section), 303)
        return redirect(url_for("desk.site"), 303)
    if section == KEYS[-1]:
        return redirect(url_for("desk.next_steps"), 303)
    return redirect(url_for("desk.site_section", section=KEYS[KEYS.index(section) + 1]), 303)
