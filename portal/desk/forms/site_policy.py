"""Which policy says what is promised: one that comes with the portal, or a file of the organisation's own."""

from typing import Any

from flask_wtf.file import FileField
from wtforms import RadioField, StringField, TextAreaField, ValidationError
from wtforms.validators import Length

from portal.desk.forms.site import SectionForm
from portal.desk.forms.site_choices import OWN, policy_choices
from portal.ground.catalogue import _, _l
from portal.ground.site import Site
from portal.people.forms import NOT_OFFERED, folded
from portal.policy.editions import KEPT, policy_named
from portal.policy.loading import PolicyError, load, parse, preset_names
from portal.policy.mistake import Mistake
from portal.policy.policy import Policy

UPLOAD = "upload"
LARGEST = 500_000
"""Bytes of a policy file; the longest of ours has 25,000."""


class PolicyForm(SectionForm):
    """The policy chosen. `mistakes` are those of a file of one's own, called `source`: (line, mistake); line 0: of
    the whole. `text` is an uploaded file, to be corrected in place: it comes back with the form."""

    held = ("policy",)
    policy = RadioField(_l("Service policy"), invalid_choice_message=NOT_OFFERED)
    file = FileField(_l("Your policy file"))
    text = TextAreaField(_l("Text of the file"))
    own = StringField(_l("Path on the server"), [Length(max=500)], filters=[folded])

    def __init__(self, **values: Any) -> None:
        super().__init__(**values)
        self.policy.choices = [
            *policy_choices(preset_names()),
            (UPLOAD, _("Your own file")),
            (OWN, _("A file on the server")),
        ]
        self.mistakes: list[tuple[int, Mistake]] = []
        self.source = ""
        self.chosen: Policy | None = None

    @classmethod
    def shown(cls, site: Site) -> dict[str, Any]:
        if site.policy in preset_names():
            return {"policy": site.policy}
        if not site.policy.startswith(KEPT):
            return {"policy": OWN, "own": site.policy}
        return {"policy": UPLOAD, "text": policy_named(site.policy).text}

    def leave_out(self, name: str) -> None:
        for each in ("policy", "file", "text", "own"):
            del self[each]

    def validate_policy(self, field: RadioField) -> None:
        if field.data in preset_names():
            self.chosen = load(field.data)

    def validate_file(self, field: FileField) -> None:
        if self.policy.data != UPLOAD:
            return
        self.source = field.data.filename if field.data else _("your file")
        if field.data:
            self.text.data = self._read(field.data.stream.read(LARGEST + 1))
        self.text.data = (self.text.data or "").replace("\r\n", "\n")
        if not self.text.data.strip():
            raise ValidationError(_("Choose a policy file (TOML)."))
        try:
            self.chosen = parse(self.text.data, self.source)
        except PolicyError as error:
            self._refuse(error)

    def validate_own(self, field: StringField) -> None:
        if self.policy.data != OWN:
            return
        if not field.data:
            raise ValidationError(_("Enter the path of the file on the server."))
        self.source = field.data
        try:
            self.chosen = load(field.data)
        except PolicyError as error:
            self._refuse(error)

    def _read(self, content: bytes) -> str:
        if len(content) > LARGEST:
            raise ValidationError(_("This file is too large for a policy."))
        try:
            return content.decode("utf-8-sig")
        except UnicodeDecodeError:
            raise ValidationError(_("Save the file as UTF-8 and choose it again.")) from None

    def _refuse(self, error: PolicyError) -> None:
        self.mistakes = error.found
        raise ValidationError(_("This file can’t be used yet. See what to fix below."))

    def values(self, site: Site) -> dict[str, Any]:
        if "policy" not in self or self.chosen is None:
            return {}
        name = {OWN: self.own.data, UPLOAD: f"{KEPT}{self.chosen.edition}"}
        return {"policy": name.get(self.policy.data, self.policy.data)}
