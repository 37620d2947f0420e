"""The lead's pages about the site as a whole: everything at a glance, the end of the set-up, the logo."""

from flask import Blueprint, abort, render_template, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy import select

from portal.desk.forms.site_sections import SECTIONS
from portal.desk.views import policy_preview, site_section
from portal.desk.views.policy_fit import fit_now, missing_contacts
from portal.files import sending
from portal.files.file import File
from portal.ground.db import found
from portal.ground.site import current_site
from portal.people import gate


def routes(desk: Blueprint) -> None:
    """Add these pages to the desk's."""
    desk.add_url_rule("/desk/site", "site", site)
    desk.add_url_rule("/desk/site/next-steps", "next_steps", next_steps)
    desk.add_url_rule("/logo/<key>", "logo", logo)
    site_section.routes(desk)
    policy_preview.routes(desk)


@gate.for_leads
def site() -> ResponseReturnValue:
    """Each part of the site in a line, with the way to change it."""
    here = current_site()
    rows = [
        (part.title, part.summary(here), url_for("desk.site_section", section=part.key))
        for part in SECTIONS.values()
    ]
    return render_template(
        "desk/site.html",
        rows=rows,
        first=next(iter(SECTIONS)),
        **missing_contacts(),
        **fit_now(),
    )


@gate.for_leads
def next_steps() -> ResponseReturnValue:
    """The set-up is done: what one does first."""
    return render_template("desk/site_next_steps.html", **missing_contacts())


@gate.for_everyone
def logo(key: str) -> ResponseReturnValue:
    """The site's own logo; no other file is shown by its key."""
    if key != current_site().logo:
        abort(404)
    return sending.send(found(select(File).where(File.key == key)))
