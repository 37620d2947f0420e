"""What the lead's pages say of a policy: whom it does not fit, or, of the one in force, why it cannot be read."""

from typing import Any

from portal.desk.fitting import unfitting
from portal.ground.language import current_language
from portal.policy.contacts import missing
from portal.policy.editions import current_policy, policy_in_file
from portal.policy.loading import PolicyError
from portal.policy.policy import Policy


def fit_of(policy: Policy) -> dict[str, Any]:
    """For the template: `unfitting`, the policy's title, its first plan, and no mistakes."""
    language = current_language()
    return {
        "unfitting": unfitting(policy),
        "policy_title": policy.title(language),
        "first_plan": policy.words(policy.plans[0].title, language),
        "broken": [],
    }


def missing_contacts() -> dict[str, list[str]]:
    """For the template: `unreached` channels, where none has an address, and `unattended` plans, whose emergency
    contact is nobody yet, by their names."""
    try:
        policy, language = current_policy(), current_language()
    except PolicyError:
        return {"unreached": [], "unattended": []}
    found = missing(policy)
    return {
        "unreached": [policy.words(title, language) for title in found.channels],
        "unattended": [policy.words(title, language) for title in found.plans],
    }


def fit_now() -> dict[str, Any]:
    """The same of the policy in force. One that was broken since it was chosen must not keep the lead out:
    `broken` are its mistakes as (line, mistake), `policy_title` is the file's name."""
    try:
        return fit_of(policy_in_file())
    except PolicyError as error:
        return {
            "unfitting": None,
            "policy_title": error.source,
            "first_plan": "",
            "broken": error.found,
        }
