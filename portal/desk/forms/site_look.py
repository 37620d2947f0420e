"""The logo and the colour of the site: one of the named colours, or the brand's own."""

from typing import Any

from flask_wtf.file import FileField
from wtforms import BooleanField, RadioField, StringField, ValidationError
from wtforms.fields import SelectChoice

from portal.desk.forms.site import SectionForm
from portal.desk.forms.site_choices import COLOURS, OWN
from portal.files.holding import HeldFile
from portal.ground.catalogue import _, _l
from portal.ground.colour import accent, hex_of, hue_and_tint
from portal.ground.site import Site
from portal.people.forms import NOT_OFFERED


class LookForm(SectionForm):
    """The logo and the colour. `held` is a logo that was chosen on a page that came back."""

    logo = FileField(_l("Logo"))
    no_logo = BooleanField(_l("Remove the logo"))
    colour = RadioField(_l("Colour"), coerce=str, invalid_choice_message=NOT_OFFERED)
    own = StringField(_l("Brand colour"))
    kept_logo: HeldFile | None = None

    def __init__(self, **values: Any) -> None:
        super().__init__(**values)
        named = [SelectChoice(str(hue), name) for hue, name in COLOURS.items()]
        self.colour.choices = [*named, SelectChoice(OWN, _("Your brand colour"))]

    @classmethod
    def shown(cls, site: Site) -> dict[str, Any]:
        is_named = site.colour is None and site.hue in COLOURS
        return {
            "colour": str(site.hue) if is_named else OWN,
            "own": site.colour or accent(site.hue),
        }

    def validate_own(self, field: StringField) -> None:
        if self.colour.data == OWN and hex_of(field.data or "") is None:
            raise ValidationError(_("Enter a colour like #2563EB."))

    def chosen(self) -> tuple[int, int] | None:
        """Hue and tint chosen so far; None while there is no usable colour."""
        colour = self.colour.data or ""
        if colour == OWN:
            own = hex_of(self.own.data or "")
            return hue_and_tint(own) if own else None
        return (int(colour), 100) if colour.isdigit() and int(colour) in COLOURS else None

    def hex(self) -> str:
        """What a colour picker begins with."""
        return hex_of(self.own.data or "") or accent(*(self.chosen() or (0, 0)))

    def values(self, site: Site) -> dict[str, Any]:
        is_own, chosen = self.colour.data == OWN, self.chosen()
        colour = hex_of(self.own.data or "") if is_own else None
        values = {"colour": colour, "hue": chosen[0] if chosen else site.hue}
        return values | ({"logo": None} if self.no_logo.data else {})
