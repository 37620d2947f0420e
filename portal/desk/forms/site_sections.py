"""The sections into which the questions about the site are parted, in the order of the set-up."""

from collections.abc import Callable
from dataclasses import dataclass

from portal.desk.forms.site import (
    AddressForm,
    LanguagesForm,
    NameForm,
    SectionForm,
)
from portal.desk.forms.site_choices import COLOURS, server_of
from portal.desk.forms.site_contacts import ContactsForm
from portal.desk.forms.site_look import LookForm
from portal.desk.forms.site_mail import MailForm
from portal.desk.forms.site_policy import PolicyForm
from portal.ground.catalogue import _, _l
from portal.ground.language import current_language
from portal.ground.lists import listed
from portal.ground.site import Site
from portal.ground.zones import zone_label
from portal.people.forms import LANGUAGE_NAMES
from portal.policy.contacts import as_reached_here
from portal.policy.editions import current_policy, policy_named
from portal.policy.loading import PolicyError


def _colour(here: Site) -> str:
    colour = here.colour or str(COLOURS.get(here.hue) or _("hue %(hue)s", hue=here.hue))
    logo = _("Your own logo") if here.logo else _("No logo")
    return f"{logo} · {colour}"


def languages_words(here: Site) -> str:
    """The site's languages by their own names."""
    return listed(LANGUAGE_NAMES[code] for code in here.languages)


def mail_words(here: Site) -> str:
    """Where letters go, without the account."""
    server = server_of(here)
    return f"{server.host}:{server.port}" if server else _("None: emails wait")


def contacts_words(here: Site) -> str:
    """The addresses that clients see; what is missing, where there are none."""
    try:
        channels = as_reached_here(current_policy()).channels
    except PolicyError:
        return ""  # the page says so above
    return " · ".join(each.address for each in channels if each.address) or _(
        "Contact details are missing"
    )


def _policy(here: Site) -> str:
    try:
        return policy_named(here.policy).title(current_language())
    except PolicyError:
        return here.policy


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
            _l("Shown at the top of every page and email."),
            NameForm,
            "desk/_site_name.html",
            lambda here: here.name,
        ),
        Section(
            "look",
            _l("Logo and colour"),
            _l("The colour is used for buttons and links."),
            LookForm,
            "desk/_site_look.html",
            _colour,
        ),
        Section(
            "languages",
            _l("Languages and time zone"),
            _l("People can choose their own."),
            LanguagesForm,
            "desk/_site_languages.html",
            lambda here: f"{languages_words(here)} · {zone_label(here.time_zone)}",
        ),
        Section(
            "address",
            _l("Address"),
            _l("Used for links in emails."),
            AddressForm,
            "desk/_site_address.html",
            lambda here: here.base_url,
        ),
        Section(
            "mail",
            _l("Mail server"),
            _l(
                "This server sends your emails. Without one, emails wait where an administrator can read them."
            ),
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
        Section(
            "contacts",
            _l("How people reach you"),
            _l("Your own addresses and phone numbers, as your clients see them."),
            ContactsForm,
            "desk/_site_contacts.html",
            contacts_words,
        ),
    )
}
