"""Who may use an emergency contact: those whose plan includes it, while it is as bad as the plan says."""

from portal.policy.parts import Emergency
from portal.policy.policy import Policy


def emergency_for(policy: Policy, plan: str, severity: str) -> Emergency | None:
    """The emergency contact of the plan for this severity; None where the plan includes none for it."""
    contracted = policy.plan(policy.plan_in_force(plan))
    emergency = contracted.emergency if contracted else None
    return emergency if emergency and severity in emergency.severities else None
