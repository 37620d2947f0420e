"""What a policy would mean, seen by a lead before it is chosen."""

from flask import Blueprint, Response, abort, render_template
from flask.typing import ResponseReturnValue

from portal.desk.forms.site import SectionForm
from portal.desk.policies import glances
from portal.desk.views.policy_fit import fit_of
from portal.ground.now import now
from portal.people import gate
from portal.policy.editions import current_policy
from portal.policy.loading import load, preset_names
from portal.status.page import Shown

IN_FORCE = "in-force"


def routes(desk: Blueprint) -> None:
    """Add this page to the desk's."""
    desk.add_url_rule("/desk/site/policy/<name>", "policy_preview", policy_preview)
    desk.add_url_rule("/desk/site/policy/<name>/file", "policy_file", policy_file)
    desk.add_url_rule("/desk/site/policies", "policies", policies)


@gate.for_leads
def policies() -> ResponseReturnValue:
    """The policies that come with the portal, side by side."""
    return render_template("desk/policies.html", glances=glances())


@gate.for_leads
def policy_file(name: str) -> ResponseReturnValue:
    """The file of one of them, or of the policy in force ('in-force'), to be copied and edited."""
    if name not in {*preset_names(), IN_FORCE}:
        abort(404)
    policy = current_policy() if name == IN_FORCE else load(name)
    response = Response(policy.text, content_type="application/toml; charset=utf-8")
    response.headers["Content-Disposition"] = f"attachment; filename={policy.name}.toml"
    return response


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
