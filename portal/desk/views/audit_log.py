"""The lead's page of the audit log: what was decided here, by whom, on whom; the newest first."""

from collections.abc import Sequence
from dataclasses import dataclass

from flask import Blueprint, render_template, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy import Select, func, select
from sqlalchemy.orm import joinedload

from portal.desk.forms.audit import ACT_NAMES, AuditForm
from portal.desk.forms.site_sections import SECTIONS
from portal.ground.catalogue import _
from portal.ground.db import db, row_number
from portal.ground.wording import Moment, moment
from portal.people import gate
from portal.people.auditing import Act, AuditEntry
from portal.people.person import Organisation, Person

PAGE = 50


@dataclass(frozen=True)
class Line:
    """One act in words; `url` leads to what it was about, where that has a page."""

    kind: str
    actor: str
    subject: str
    url: str | None
    network: str
    at: Moment


def routes(desk: Blueprint) -> None:
    """Add this page to the desk's."""
    desk.add_url_rule("/desk/audit-log", "audit_log", audit_log)


@gate.for_leads
def audit_log() -> ResponseReturnValue:
    """The log, narrowed by what the address says."""
    form = AuditForm(formdata=None, **{n: request.args.get(n, "") for n in ("kind", "actor")})
    rows = _narrowed(form)
    total = db.session.scalar(select(func.count()).select_from(rows.subquery())) or 0
    pages = max(1, -(-total // PAGE))
    page = min(max(1, request.args.get("page", 1, int)), pages)
    newest = rows.options(joinedload(AuditEntry.actor)).order_by(AuditEntry.id.desc())
    entries = db.session.scalars(newest.limit(PAGE).offset((page - 1) * PAGE)).all()
    chosen = {"kind": form.kind.data or None, "actor": form.actor.data or None}
    return render_template(
        "desk/audit_log.html",
        form=form,
        lines=_lines(entries),
        page=page,
        pages=pages,
        url=lambda number: url_for("desk.audit_log", **chosen, page=number),
    )


def _narrowed(form: AuditForm) -> Select[AuditEntry]:
    rows = select(AuditEntry)
    if form.kind.data:
        rows = rows.where(AuditEntry.kind == form.kind.data)
    if form.actor.data:
        try:
            rows = rows.where(AuditEntry.actor_id == row_number(form.actor.data))
        except ValueError:
            rows = rows.where(AuditEntry.actor_id.is_(None))
    return rows


def _lines(entries: Sequence[AuditEntry]) -> list[Line]:
    subjects = _subjects(entries)
    return [
        Line(
            kind=str(ACT_NAMES[Act(entry.kind)]),
            actor=entry.actor.name if entry.actor else _("Command line"),
            subject=subjects.get(entry.subject, ("", None))[0],
            url=subjects.get(entry.subject, ("", None))[1],
            network=entry.network,
            at=moment(entry.at),
        )
        for entry in entries
    ]


def _subjects(entries: Sequence[AuditEntry]) -> dict[str, tuple[str, str | None]]:
    """What the entries are about, by reference: its name and its page. Two queries."""
    known: dict[str, tuple[str, str | None]] = {
        f"site {key}": (str(part.title), url_for("desk.site_section", section=key))
        for key, part in SECTIONS.items()
    }
    for model, page in ((Person, "person"), (Organisation, "organisation")):
        numbers = [int(e.subject.split()[1]) for e in entries if e.subject.startswith(f"{page} ")]
        named = select(model.id, model.name).where(model.id.in_(numbers))
        for number, name in db.session.execute(named):
            known[f"{page} {number}"] = (name, url_for(f"desk.{page}", number=number))
    return known
