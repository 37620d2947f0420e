"""The lead's pages about people: all of them with a form to add and invite one, and each to change, let out or in."""

from typing import Any

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy import or_, select
from sqlalchemy.orm import joinedload

from portal.desk.forms.people import ROLE_NAMES, PersonForm
from portal.ground.catalogue import _
from portal.ground.db import db, found, writing
from portal.ground.matching import folded, holds
from portal.ground.now import now
from portal.ground.site import current_site
from portal.people import gate, organising
from portal.people.auditing import Act
from portal.people.person import Organisation, Person
from portal.people.refusal import Forbidden, Invalid
from portal.people.roles import Role
from portal.people.signing_in import INVITATION_LASTS, invitation_link

PAGE = 50
SEARCHED_FROM = 20


def routes(desk: Blueprint) -> None:
    """Add these pages to the desk's."""
    one = "/desk/people/<int(max=2147483647):number>"
    desk.add_url_rule("/desk/people", "people", people, methods=["GET", "POST"])
    desk.add_url_rule(one, "person", person, methods=["GET", "POST"])
    desk.add_url_rule(f"{one}/invitation", "invitation", invitation, methods=["POST"])
    desk.add_url_rule(f"{one}/invitation-link", "invitation_link", link, methods=["POST"])
    desk.add_url_rule(f"{one}/access", "access", access, methods=["POST"])


@gate.for_leads
def people() -> ResponseReturnValue:
    """Everyone who can sign in, and the form to add someone."""
    form = PersonForm()
    if request.method == "GET":
        form.organisation_id.data = request.args.get("organisation", "")
    if not form.validate_on_submit():
        return _list(form, 422 if form.is_submitted() else 200)
    by = gate.current_person().name
    try:
        with writing():
            added = organising.add_person(now=now(), **_typed(form))
            gate.on_record(Act.PERSON_ADDED, added)
            if form.is_invited.data:
                organising.invite(added, now(), by)
    except Invalid as wrong:
        form[wrong.field].errors = [wrong.reason]
        return _list(form, 422)
    flash(*_added_words(added, bool(form.is_invited.data)))
    return redirect(url_for("desk.people"), 303)


@gate.for_leads
def person(number: int) -> ResponseReturnValue:
    """One person: everything a lead decides about them."""
    row = _find(number)
    form = PersonForm(row)
    if not form.validate_on_submit():
        return _one(row, form, 422 if form.is_submitted() else 200)
    try:
        with writing():
            is_self = row.id == gate.current_person().id
            stays = gate.viewer().session_id if is_self else None
            role = row.role
            organising.change_person(row, now=now(), stays=stays, **_typed(form))
            gate.on_record(Act.PERSON_CHANGED if row.role == role else Act.ROLE_CHANGED, row)
    except (Invalid, Forbidden) as wrong:
        field = wrong.field if isinstance(wrong, Invalid) else "role"
        form[field].errors = [wrong.reason]
        return _one(_find(number), form, 422)
    flash(_("%(name)s is saved.", name=row.name), "good")
    return redirect(url_for("desk.people"), 303)


@gate.for_leads
def invitation(number: int) -> ResponseReturnValue:
    """Send the letter of invitation, once more."""
    row, by = _find(number), gate.current_person().name
    with writing():
        organising.invite(row, now(), by)
        gate.on_record(Act.PERSON_INVITED, row)
    if current_site().can_email:
        flash(_("An email to %(address)s is on its way.", address=row.email), "good")
    else:
        flash(_("The invitation waits until a mail server is set up."), "warn")
    return redirect(url_for("desk.person", number=number), 303)


@gate.for_leads
def link(number: int) -> ResponseReturnValue:
    """Make an invitation link and show it, this once: the database keeps its hash alone."""
    row = _find(number)
    with writing():
        token = invitation_link(row, now())
        gate.on_record(Act.LINK_MADE, row)
    shown = current_site().address(url_for("people.link", token=token))
    return _one(_find(number), PersonForm(row, formdata=None), 200, shown)


@gate.for_leads
def access(number: int) -> ResponseReturnValue:
    """Let someone sign in no more (out at once), or again. Not oneself."""
    row, allowed = _find(number), request.form.get("allowed")
    if allowed not in {"yes", "no"}:
        abort(400)
    if row.id == gate.current_person().id:
        raise Forbidden(_("You can’t block your own access. Ask another administrator."))
    with writing():
        change = organising.enable if allowed == "yes" else organising.disable
        change(row, now())
        gate.on_record(Act.PERSON_UNBLOCKED if allowed == "yes" else Act.PERSON_BLOCKED, row)
    if allowed == "yes":
        flash(_("%(name)s can sign in again.", name=row.name), "good")
    else:
        flash(
            _("%(name)s is signed out everywhere and can no longer sign in.", name=row.name), "good"
        )
    return redirect(url_for("desk.person", number=number), 303)


def _find(number: int) -> Person:
    return found(select(Person).where(Person.id == number).options(joinedload(Person.organisation)))


def _typed(form: PersonForm) -> dict[str, Any]:
    return {
        "email": form.email.data,
        "name": form.name.data,
        "role": Role(form.role.data),
        "organisation": form.organisation(),
        "language": form.language.data,
        "tier": form.tier.data or None,
        "calendar": form.calendar.data or None,
    }


def _list(form: PersonForm, status: int) -> ResponseReturnValue:
    words = request.args.get("q", "").strip()[:200]
    ids = _found(words)
    pages = max(1, -(-len(ids) // PAGE))
    page = min(max(1, request.args.get("page", 1, int)), pages)
    query = (
        select(Person)
        .where(Person.id.in_(ids[(page - 1) * PAGE : page * PAGE]))
        .options(joinedload(Person.organisation))
        .order_by(folded(Person.name), Person.id)
    )
    return (
        render_template(
            "desk/people.html",
            form=form,
            rows=db.session.scalars(query).unique().all(),
            roles=ROLE_NAMES,
            words=words,
            is_searched=bool(words) or len(ids) > SEARCHED_FROM,
            page=page,
            pages=pages,
            url=lambda number: url_for("desk.people", q=words or None, page=number),
        ),
        status,
    )


def _found(words: str) -> list[int]:
    """The people whose name, address or organisation has these words, by name."""
    texts = (Person.name, Person.email, Organisation.name)
    query = (
        select(Person.id)
        .outerjoin(Person.organisation)
        .where(or_(*(holds(text, words) for text in texts)))
        .order_by(folded(Person.name), Person.id)
    )
    return list(db.session.scalars(query))


def _one(row: Person, form: PersonForm, status: int, link: str = "") -> ResponseReturnValue:
    is_self = row.id == gate.current_person().id
    return (
        render_template(
            "desk/person.html",
            row=row,
            form=form,
            is_self=is_self,
            link=link,
            link_lasts=INVITATION_LASTS,
        ),
        status,
    )


def _added_words(added: Person, is_invited: bool) -> tuple[str, str]:
    """What a lead reads about somebody just added, and its tone."""
    if not is_invited:
        return _("%(name)s is added.", name=added.name), "good"
    if current_site().can_email:
        return _("%(name)s is added, and an email is on its way.", name=added.name), "good"
    words = _(
        "%(name)s is added. This portal can’t send email yet: open their page to copy an invitation link.",
        name=added.name,
    )
    return words, "warn"
