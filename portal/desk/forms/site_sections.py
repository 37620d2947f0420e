"""The sections into which the questions about the site are parted, in the order of the set-up."""

from collections.abc import Callable
from dataclasses import dataclass

from portal.desk.forms.site import (
    AddressForm,
    LanguagesForm,
    LookForm,
    NameForm,
    SectionForm,
)
from portal.desk.forms.site_choices import COLOURS, policy_choices, server_of
from portal.desk.forms.site_mail import MailForm
from portal.desk.forms.site_policy import PolicyForm
from portal.ground.catalogue import _, _l
from portal.ground.lists import listed
from portal.ground.site import Site
from portal.people.forms import LANGUAGE_NAMES


def _colour(here: Site) -> str:
    named = COLOURS.get(here.hue) or _("hue %(hue)s", hue=here.hue)
    return f"{_('A logo') if here.logo else _('No logo')} · {named}"


def languages_words(here: Site) -> str:
    """The site's languages by their own names."""
    return listed(LANGUAGE_NAMES[code] for code in here.languages)


def mail_words(here: Site) -> str:
    """Where letters go, without the account."""
    server = server_of(here)
    return f"{server.host}:{server.port}" if server else _("None: letters wait")


def _policy(here: Site) -> str:
    return dict(policy_choices([here.policy])).get(here.policy, here.policy)


@dataclass(frozen=True)
class Section:
    """One page of questions about the site: `lead` says what they are for, `summary` what holds now."""

    key: str
    title: str
    lead: str
    form: type[SectionForm]
    questions: str
    summary: Callable[[Site], str]


SECTIONS = {
    section.key: section
    for section in (
        Section(
            "name",
            _l("Name"),
            _l("It stands at the top of every page and letter."),
            NameForm,
            "desk/_site_name.html",
            lambda here: here.name,
        ),
        Section(
            "look",
            _l("Logo and colour"),
            _l("Buttons and links take the colour."),
            LookForm,
            "desk/_site_look.html",
            _colour,
        ),
        Section(
            "languages",
            _l("Languages and time"),
            _l("Readers may choose for themselves."),
            LanguagesForm,
            "desk/_site_languages.html",
            lambda here: f"{languages_words(here)} · {here.time_zone}",
        ),
        Section(
            "address",
            _l("Address"),
            _l("Links in letters lead to it."),
            AddressForm,
            "desk/_site_address.html",
            lambda here: here.base_url,
        ),
        Section(
            "mail",
            _l("Mail server"),
            _l("It sends your letters. Without one they wait where a lead can read them."),
            MailForm,
            "desk/_site_mail.html",
            mail_words,
        ),
        Section(
            "policy",
            _l("Service policy"),
            _l("It says what is asked and what is promised."),
            PolicyForm,
            "desk/_site_policy.html",
            _policy,
        ),
    )
}
