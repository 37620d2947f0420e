"""The page 'How we support you': what anyone can read of the policy in force, and of those before it."""

import re
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from flask import Flask, g

from portal.ground.db import db, writing
from portal.ground.language import force_locale
from portal.ground.now import now
from portal.ground.site import site_row
from portal.policy.editions import Period, current_policy, keep_edition, note_edition
from portal.policy.loading import load, parse, preset_names
from portal.policy.wording import emergency_shown, opening_of
from portal.status.page import Shown
from tests import own_contacts
from tests.browser import Browser

Browsers = Callable[..., Browser]
SMALL = Path(__file__).parent.parent / "policy" / "small.toml"
pytestmark = pytest.mark.usefixtures("characters")

MONDAY = datetime(2026, 3, 2, 15, 0, tzinfo=UTC)  # 12:00 in Santiago
EVENING = datetime(2026, 3, 2, 22, 30, tzinfo=UTC)  # 19:30
FRIDAY_EVENING = datetime(2026, 3, 6, 22, 30, tzinfo=UTC)


def use(policy: str, at: datetime | None = None) -> None:
    """Let the site use this policy, in force from `at`."""
    with writing():
        site_row().policy = policy
    g.pop("site", None)
    with writing():
        note_edition(at or now())


@pytest.mark.parametrize("name", preset_names())
@pytest.mark.parametrize("language", ["es", "en"])
def test_every_policy_can_be_read_by_a_stranger(
    browser: Browsers, name: str, language: str
) -> None:
    use(name)
    own_contacts.fill_in()
    guest = browser(language=language).visit("/support")
    policy = load(name)
    for part in (*policy.plans, *policy.channels, *policy.severities, *policy.request_types):
        guest.sees(policy.words(part.title, language))
    for clause in policy.clauses:
        guest.sees(policy.words(clause.text, language))
    for tier in policy.tiers:
        guest.sees(policy.words(tier.title, language))
    anchors = [link["href"] for link in guest.page.select(".toc a")]
    assert anchors
    assert all(guest.page.find(id=str(each)[1:]) for each in anchors)


def test_the_figures_stand_in_the_table_of_their_plan(browser: Browsers) -> None:
    use("planes")
    guest = browser().visit("/support")
    basic, premium, *_more = guest.page.select("#promises ~ div table")
    rows = {
        row.th.get_text(): " ".join(row.get_text(" | ").split())
        for row in premium.select("tbody tr")
        if row.th
    }
    assert "30 min" in rows["Critical"]
    assert "4 h" in rows["Critical"]
    assert "round the clock" in rows["Critical"]
    assert "nothing promised" in rows["General"]
    assert "2 business hours" in " ".join(basic.get_text().split())


def test_a_policy_without_figures_says_so(browser: Browsers) -> None:
    use("escala-5")
    guest = browser().visit("/support").sees("No specific times are promised.")
    assert not guest.page.select("#promises ~ div table")


@pytest.mark.parametrize("name", ["escala-5", "politica-base"])
def test_a_time_that_nobody_promised_is_not_said_to_stand_still(
    browser: Browsers, name: str
) -> None:
    use(name)
    guest = (
        browser()
        .visit("/support")
        .sees("While a request is waiting", "We’ll remind you after 2 days")
    )
    guest.does_not_see("The clock is paused")


def test_where_priorities_decide_it_is_told_how(browser: Browsers) -> None:
    use("poliza")
    browser().visit("/support").sees("How we set priority", "In every other case", "5 to 15 min")


def test_it_stands_in_the_foot_and_at_the_start_of_the_form(browser: Browsers) -> None:
    guest = browser().visit("/")
    guest.follow("How we support you")
    assert guest.heading() == "How we support you"
    guest.visit("/ask").follow("How we support you")
    assert guest.url == "/support"


def test_whether_it_is_open_is_said_in_words(app: Flask) -> None:
    policy = load("planes")
    with force_locale("en"):
        assert opening_of(policy, "office", MONDAY).words == "Open until 18:00"
        assert opening_of(policy, "office", EVENING).words == "Closed: opens tomorrow at 9:00"
        closed = opening_of(policy, "office", FRIDAY_EVENING)
        assert (closed.is_open, closed.words) == (False, "Closed: opens on Monday at 9:00")
        assert opening_of(policy, "always", EVENING).words == "Round the clock"
        assert opening_of(policy, "office", MONDAY).today == "9:00–18:00"
        assert opening_of(policy, "office", FRIDAY_EVENING + timedelta(hours=10)).today == ""


def test_a_reader_elsewhere_is_told_by_their_own_clock_too(app: Flask) -> None:
    policy = load("planes")
    with force_locale("en"):
        assert opening_of(policy, "office", MONDAY).yours == ""
        g.reader_time_zone = "Europe/Madrid"
        shown = opening_of(policy, "office", MONDAY)
        assert (shown.words, shown.zone, shown.yours) == (
            "Open until 18:00",
            "Santiago",
            "Open until 22:00",
        )
        own_contacts.fill_in()
        assert Shown(policy, MONDAY).is_read_elsewhere
        g.pop("reader_time_zone")


def test_days_off_to_come_are_named_in_the_readers_language(app: Flask) -> None:
    policy = load("planes")
    (office,) = [each for each in _calendars(policy, "es") if each.days_off]
    assert ("1 de mayo de 2026", "Día Nacional del Trabajo") in [
        each[:2] for each in office.days_off
    ]
    assert office.week[0][0].startswith("Lunes")


def _calendars(policy: object, language: str) -> list[object]:
    with force_locale(language):
        return Shown(policy, MONDAY).calendars()  # type: ignore[arg-type, return-value]


@pytest.mark.parametrize("name", preset_names())
def test_a_channel_that_nobody_can_use_is_not_shown(browser: Browsers, name: str) -> None:
    use(name)
    guest = browser().visit("/support")
    assert [each.get_text() for each in guest.page.select(".channel h3")] == ["Portal"]
    with writing():
        site_row().contacts = {"email": {"address": "hola@andes.example"}}
    guest.visit("/support").sees("hola@andes.example")
    shown = {each.get_text() for each in guest.page.select(".channel h3")}
    assert shown == {"Portal", "Email"}


def test_the_sites_own_hours_stand_for_the_policys(browser: Browsers) -> None:
    use("planes")
    own = {"address": "+56 2 0000 1111", "days": "mon-sat", "opens": "08:00", "closes": "14:30"}
    with writing():
        site_row().contacts = {"phone": own}
    browser().visit("/support").sees("Monday to Saturday, 8:00 to 14:30")
    browser(language="es").visit("/support").sees("de lunes a sábado, de 8:00 a 14:30")
    assert current_policy().channel("phone").calendar == "office"  # type: ignore[union-attr]


def test_an_own_file_with_addresses_works_as_it_did(browser: Browsers, tmp_path: Path) -> None:
    text = SMALL.read_text().replace(
        'title = {en = "Portal"}',
        'title = {en = "Portal"}\n\n[[channel]]\nkey = "phone"\ntitle = {en = "Phone"}\naddress = "+1 555 0100"',
    )
    path = tmp_path / "own.toml"
    path.write_text('organisation = {en = "Acme Desk"}\n' + text)
    use(str(path))
    guest = browser().visit("/support").sees("Acme Desk", "+1 555 0100")
    with writing():
        row = site_row()
        row.contacts, row.organisation = {"phone": {"address": "+1 555 0199"}}, "Acme Care"
    guest.visit("/support").sees("Acme Care", "+1 555 0199").does_not_see("+1 555 0100")


def test_an_upgraded_portal_shows_nothing_of_an_older_presets_company(browser: Browsers) -> None:
    """Editions kept by an earlier release have the document's own name and addresses in the live keys."""
    older = re.sub(r"example_(address|organisation)", r"\1", load("planes").text)
    older = older.replace("Planes Básico, Premium y 24/7", "Soporte técnico de Mente Autónoma")
    kept = parse(older, "planes")
    use("planes", now() - timedelta(days=1))
    with writing():
        keep_edition(kept, now())
    guest = browser(language="es").visit(f"/support/editions/{kept.edition[:12]}")
    guest.sees("Básico").does_not_see("Mente Autónoma", "menteautonoma", "1234 5678")
    g.language = "es"
    assert emergency_shown(kept, "premium", "critical", now()) is None
    own_contacts.fill_in()
    shown = emergency_shown(kept, "premium", "critical", now())
    assert shown is not None
    assert [each.address for each in shown.contacts] == [own_contacts.EMERGENCY]


def test_earlier_editions_stay_readable(app: Flask, browser: Browsers, tmp_path: Path) -> None:
    path = tmp_path / "own.toml"
    path.write_text(
        SMALL.read_text().replace(
            'title = {en = "Portal"}', 'title = {en = "Portal"}\ncalendar = "always"'
        )
    )
    use(str(path), now() - timedelta(days=40))
    old = current_policy().edition
    guest = browser().visit("/support").sees("Small", "In force since").does_not_see(old[:12])
    assert [each.get_text(strip=True) for each in guest.page.select(".channel .status")] == [
        "Round the clock"
    ]
    guest.does_not_see("Earlier versions")
    path.write_text(
        path.read_text().replace('first_response = "30 min"', 'first_response = "25 min"')
    )
    with writing():
        note_edition(now() - timedelta(days=3))
    guest.visit("/support").sees("25 min", "Earlier versions", "In force from")
    guest.does_not_see("30 min").follow("In force from")
    guest.sees("This is an earlier version", "In force from", "30 min").does_not_see("25 min")
    assert not guest.page.select(".channel .status"), "nobody is there by it any more"
    guest.follow("See the current version").sees("25 min")
    assert guest.url == "/support"


def test_the_edition_in_force_has_one_address(browser: Browsers) -> None:
    use("planes")
    guest = browser().visit(f"/support/editions/{current_policy().edition[:12]}")
    assert guest.url == "/support"


@pytest.mark.parametrize("short", ["0" * 12, "abc", "%" * 12, "../../etc"])
def test_an_unknown_edition_is_not_there(browser: Browsers, short: str) -> None:
    assert browser().client.get(f"/support/editions/{short}").status_code == 404


def test_an_edition_is_noted_once_and_again_when_it_comes_back(app: Flask) -> None:
    use("planes", MONDAY)
    use("planes", EVENING)
    use("poliza", EVENING)
    use("planes", FRIDAY_EVENING)
    assert [row.since for row in db.session.query(Period).order_by(Period.id)] == [
        MONDAY,
        EVENING,
        FRIDAY_EVENING,
    ]


def test_a_page_before_anything_was_noted_names_no_day(browser: Browsers) -> None:
    guest = browser().visit("/support").does_not_see("In force since")
    assert not re.search(r"\b[0-9a-f]{12}\b", guest.page.get_text()), (
        "a hash means nothing to a client"
    )


def test_a_plan_without_a_word_is_no_empty_card(browser: Browsers) -> None:
    use("sgc-sac-004")
    guest = browser().visit("/support").sees("Standard", "Enterprise")
    assert guest.page.select(".plan") == []
    use("planes")
    assert len(browser().visit("/support").page.select(".plan")) == 3
