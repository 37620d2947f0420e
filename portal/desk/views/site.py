"""The lead's pages about the site as a whole: everything at a glance, the end of the set-up."""

from flask import Blueprint, render_template, url_for
from flask.typing import ResponseReturnValue

from portal.desk.forms.site_sections import SECTIONS
from portal.desk.views import logo, policy_preview, site_section
from portal.desk.views.policy_fit import fit_now, missing_contacts
from portal.ground.site import current_site
from portal.people import gate


def routes(desk: Blueprint) -> None:
    """Add these pages to the desk's."""
    desk.add_url_rule("/desk/site", "site", site)
    desk.add_url_rule("/desk/site/next-steps", "next_steps", next_steps)
    logo.routes(desk)
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
