"""What a policy would mean, seen by a lead before it is chosen."""

from flask import Blueprint, abort, render_template
from flask.typing import ResponseReturnValue

from portal.desk.forms.site import SectionForm
from portal.desk.views.policy_fit import fit_of
from portal.ground.now import now
from portal.people import gate
from portal.policy.loading import load, preset_names
from portal.status.page import Shown


def routes(desk: Blueprint) -> None:
    """Add this page to the desk's."""
    desk.add_url_rule("/desk/site/policy/<name>", "policy_preview", policy_preview)


@gate.for_leads
def policy_preview(name: str) -> ResponseReturnValue:
    """One of the policies that come with the portal, as its clients would read it, with the way to choose it."""
    if name not in preset_names():
        abort(404)
    policy = load(name)
    return render_template(
        "desk/policy_preview.html",
        name=name,
        shown=Shown(policy, now(), is_preview=True),
        form=SectionForm(formdata=None),
        **fit_of(policy),
    )
