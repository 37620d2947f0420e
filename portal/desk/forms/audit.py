"""By what a lead narrows the audit log."""

from typing import Any

from flask_wtf import FlaskForm
from sqlalchemy import select
from wtforms import SelectField
from wtforms.fields import SelectChoice

from portal.ground.catalogue import _, _l
from portal.ground.db import db
from portal.people.auditing import Act, AuditEntry
from portal.people.person import Person

ACT_NAMES = {
    Act.PORTAL_SET_UP: _l("Portal set up"),
    Act.PERSON_ADDED: _l("Person added"),
    Act.PERSON_CHANGED: _l("Person changed"),
    Act.ROLE_CHANGED: _l("Role changed"),
    Act.PERSON_INVITED: _l("Invitation emailed"),
    Act.LINK_MADE: _l("Sign-in link created"),
    Act.PERSON_BLOCKED: _l("Sign-in blocked"),
    Act.PERSON_UNBLOCKED: _l("Sign-in allowed again"),
    Act.ORGANISATION_ADDED: _l("Organisation added"),
    Act.ORGANISATION_CHANGED: _l("Organisation changed"),
    Act.PLAN_CHANGED: _l("Plan changed"),
    Act.SITE_CHANGED: _l("Site changed"),
    Act.MAIL_CHANGED: _l("Mail server changed"),
    Act.POLICY_CHANGED: _l("Policy changed"),
    Act.SYNONYMS_CHANGED: _l("Synonyms changed"),
    Act.SEARCH_DISMISSED: _l("Search dismissed"),
    Act.EMAILS_RETRIED: _l("Email sent again"),
}


class AuditForm(FlaskForm):  # type: ignore[misc]  # flask-wtf ships no types
    """The kind of act, and who did it."""

    kind = SelectField(_l("What happened"))
    actor = SelectField(_l("Who"))

    def __init__(self, **values: Any) -> None:
        super().__init__(**values)
        kinds = [SelectChoice(kind.value, name) for kind, name in ACT_NAMES.items()]
        self.kind.choices = [SelectChoice("", _("All")), *kinds]
        acted = select(Person.id, Person.name).where(Person.id.in_(select(AuditEntry.actor_id)))
        people = db.session.execute(acted.order_by(Person.name))
        self.actor.choices = [
            SelectChoice("", _("Everyone")),
            *(SelectChoice(str(number), name) for number, name in people),
        ]
