"""The roles, and what each may see and do in general."""

from enum import StrEnum


class Role(StrEnum):
    """What a person is here. A client manager is a client who also sees the organisation's tickets."""

    CLIENT = "client"
    MANAGER = "manager"
    AGENT = "agent"
    LEAD = "lead"

    @property
    def is_staff(self) -> bool:
        """Whether this role works at the desk."""
        return self in {Role.AGENT, Role.LEAD}


class Audience(StrEnum):
    """Who may call a route at all; which rows it then finds is decided by the query."""

    EVERYONE = "everyone"
    FOLLOWERS = "followers"
    """Signed-in people, and guests who opened a ticket's link."""
    SIGNED_IN = "signed_in"
    AGENTS = "agents"
    LEADS = "leads"
