"""Who is looking: a person, a guest with a session, or nobody known. Queries of other rooms take it."""

from dataclasses import dataclass

from portal.people.person import Person


@dataclass(frozen=True)
class Viewer:
    """The one who looks. `session_id` is set for guests too: what a guest may see hangs on it."""

    person: Person | None = None
    session_id: int | None = None

    @property
    def is_agent(self) -> bool:
        return self.person is not None and self.person.is_agent

    @property
    def is_lead(self) -> bool:
        return self.person is not None and self.person.is_lead

    @property
    def plan(self) -> str | None:
        """The plan of the viewer's organisation; None for guests, staff and people without one."""
        if self.person is None or self.person.organisation is None:
            return None
        return self.person.organisation.plan


NOBODY = Viewer()
