"""The whole journey in a real Chromium, over a portal that runs as it does for people; without scripts; by keyboard alone."""

import re
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect, sync_playwright

from tests.files.samples import picture
from tests.journeys.living import running_portal
from tests.journeys.visitor import LONG_ENOUGH, Visitor, letter_to, sign_in, spanish
from tests.look.walk import CHROMIUM, FLAGS
from tests.mailbox import Mailbox, link_in

pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(
        not Path(CHROMIUM).exists(),
        reason=f"NOT TESTED: there is no Chromium at {CHROMIUM} (tests/install-chromium)",
    ),
]
Visitors = Callable[..., Visitor]
TITLE = "La voz del cliente llega con eco metálico"
ARTICLE = "Eco metálico tras actualizar los audífonos"


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory, mail_server: Mailbox) -> Iterator[str]:
    """The address of a running portal."""
    with running_portal(tmp_path_factory.mktemp("living"), mail_server.url) as address:
        yield address


@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=CHROMIUM, args=[*FLAGS, "--disable-quic"]
        )
        yield browser
        browser.close()


@pytest.fixture
def visitor(chromium: Browser, home: str) -> Iterator[Visitors]:
    """People at browsers of their own; in the end none of their pages may have complained."""
    people: list[Visitor] = []

    def come(language: str = "en", has_scripts: bool = True) -> Visitor:
        context = chromium.new_context(
            locale=language, reduced_motion="reduce", java_script_enabled=has_scripts
        )
        people.append(Visitor(context, home, language, has_scripts))
        return people[-1]

    yield come
    for person in people:
        person.page.context.close()
    for person in people:
        person.is_content()


def screenshot(name: str, size: tuple[int, int]) -> dict[str, object]:
    return {"name": name, "mimeType": "image/png", "buffer": picture(size=size)}


def test_one_client_is_not_helped_and_the_next_one_is(
    visitor: Visitors, mail_server: Mailbox
) -> None:
    ana = sign_in(visitor("es"), mail_server, "ana@aromos.example")
    ref = _searched_and_asked(ana)
    vera = sign_in(visitor(), mail_server, "vera@portal.example", by_code=True)
    _answered(vera, ref)
    ana.visit(f"/tickets/{ref}").sees("¿Desde qué versión?", "Vera Soto")
    ana.fill("Your reply", "Desde la 4.2.").press("Send").sees("Desde la 4.2.")
    _solved_and_published(vera, ref)
    bob = sign_in(visitor("es"), mail_server, "bob@nunoa.example")
    bob.language = "en"  # as his account says; he reads Spanish too
    _found(bob)
    _confirmed_and_rated(ana, ref)
    vera.visit(f"/desk/{ref}").sees("5 out of 5", "Ahora sí se oye bien.")


def _searched_and_asked(ana: Visitor) -> str:
    """Search, a section that does not help, the form with three steps and two screenshots; the reference."""
    ana.visit("/").field("Search the articles").fill("el audio de las llamadas")
    ana.enter().follow("No se oye en las llamadas").sees("Pida a su área de redes")
    assert ana.page.locator("html").get_attribute("lang") == "es"
    ana.press("No, it did not").fill("What was missing or wrong?", "Se oye, pero con eco.")
    ana.press("Tell us").follow("Describe the problem").choose("Algo falla").press("Continue")
    ana.field("In one line").fill(TITLE)
    with ana.page.expect_response("**/suggestions"):
        ana.field("Tell us more").press_sequentially("Desde el lunes, audífonos con micrófono.")
    offered = ana.page.locator("[data-suggestions]")
    expect(offered.get_by_text("No se oye en las llamadas")).to_have_count(0)  # she refused it
    ana.press("Continue")
    step = spanish("Step %(n)s", n="{}")
    for number, text in enumerate(("Contesto una llamada", "Hablo", "Oigo mi voz con eco"), 1):
        ana.page.get_by_label(step.format(number), exact=True).fill(text)
    files = ana.page.locator(".step-list input[type=file]")
    files.nth(2).set_input_files([screenshot("eco.png", (400, 200))])  # type: ignore[list-item]
    ana.press("Continue")
    assert "Chrome" in ana.field("Device, system and browser").input_value()
    ana.press("Continue")
    ana.page.locator("input[type=file]").set_input_files([screenshot("panel.png", (300, 300))])  # type: ignore[list-item]
    ana.press("Continue").choose("Sí, pero con dificultad").choose("Algo que usamos todos los días")
    ana.choose("A varias").choose("No", within="otra forma").press("Continue")
    ana.sees(TITLE, "Oigo mi voz con eco", "panel.png", "eco.png").press("Send the request")
    found = re.search(r"T-[2-9A-Z]{5}", ana.page.locator(".confirmation").inner_text())
    assert found
    ana.follow("Open your ticket").sees("Oigo mi voz con eco", "eco.png", "Alta")
    return found[0]


def _answered(vera: Visitor, ref: str) -> None:
    """From the queue by keys, as agents do, to the ticket and a reply."""
    vera.visit("/desk?view=unassigned").page.keyboard.press("j")
    vera.enter().sees(TITLE, "Searched for “el audio de las llamadas”", "Se oye, pero con eco.")
    assert ref in vera.page.url
    vera.page.keyboard.press("n")
    vera.type("Se parece al eco de enero.")
    vera.press("Keep the note").sees("Se parece al eco de enero.")
    vera.page.keyboard.press("r")
    vera.type("¿Desde qué versión?")
    vera.press("Send the reply").sees("Assigned to Vera Soto")


def _solved_and_published(vera: Visitor, ref: str) -> None:
    vera.visit(f"/desk/{ref}").follow("Resolve")
    vera.fill("Solution", "Actualice los audífonos a la **versión 4.3**.")
    vera.fill("Cause", "La versión 4.2 duplica el retorno.")
    vera.choose("I’ll write or update an article").press("Mark as solved")
    assert vera.field("Words by which clients ask for this").input_value() == ""
    vera.sees("La versión 4.2 duplica el retorno.")  # for the desk only, beside the editor
    vera.choose(TITLE).fill("Title", ARTICLE)
    preview = vera.page.locator("[data-preview]")
    preview.get_by_text("Actualice los audífonos").wait_for()
    vera.press("Publish").sees("Published. Clients can find it now.", ARTICLE)


def _found(bob: Visitor) -> None:
    """By the first client's words, within moments of its being published."""
    deadline = time.monotonic() + LONG_ENOUGH
    link = bob.page.get_by_role("link", name=ARTICLE)
    while not link.count():
        assert time.monotonic() < deadline, "the article is not found"
        bob.visit("/search?q=la+voz+llega+con+eco+metalico")
    bob.follow(ARTICLE).sees("versión 4.3")
    assert bob.page.locator("article").first.get_attribute("lang") == "es"
    assert bob.page.locator("html").get_attribute("lang") == "en", "the pages speak his language"


def _confirmed_and_rated(ana: Visitor, ref: str) -> None:
    ana.visit(f"/tickets/{ref}").sees("versión 4.3", ARTICLE).press("Yes, solved")
    ana.page.locator("#score-5").check()
    ana.fill("Anything you would like to add", "Ahora sí se oye bien.").press("Send the rating")
    ana.visit("/tickets").sees(TITLE, "Closed")


def test_asking_works_without_scripts(visitor: Visitors, mail_server: Mailbox) -> None:
    gina = visitor(has_scripts=False)
    gina.visit("/ask").choose("Something is broken").press("Continue").press("Continue")
    gina.sees("There is a problem", "Say in one line what it is about.")
    gina.fill("In one line", "Silence").fill("Tell us more", "Nobody is heard.").press("Continue")
    for number, text in enumerate(("I call", "I wait", "I listen"), 1):
        gina.page.get_by_label(f"Step {number}", exact=True).fill(text)
    gina.press("Add a step").page.get_by_label("Step 4", exact=True).fill("I hang up")
    gina.press("Add a step").press("Move step 4 up").press("Continue").press("Continue")
    gina.page.locator("input[type=file]").set_input_files([screenshot("a.png", (90, 60))])  # type: ignore[list-item]
    gina.press("Add these files").sees("Added so far", "a.png").press("Continue")
    gina.choose("No, nobody can work").choose("Something we use every day")
    gina.choose("Everyone, or nearly everyone").choose("No", within="another way").press("Continue")
    gina.fill("Your name", "Gina").fill("Your email", "gina@no-scripts.example").press("Continue")
    gina.sees("Severity: Critical", "a.png").press("Send the request")
    gina.sees("We’ve received your request")
    letter = letter_to(mail_server, "gina@no-scripts.example")
    gina.visit(link_in(letter, "/t/")).sees("Silence", "I hang up", "a.png")


def test_from_the_search_to_the_sent_request_by_keyboard_alone(visitor: Visitors) -> None:
    kim = visitor().visit("/").type("no audio")  # the search field has the focus
    kim.enter().tab_to("No audio in calls").enter().sees("Did this solve it?")
    kim.tab_to("No, it did not").enter().tab_to("Describe the problem").enter()
    kim.pick("Something is broken", "A call from us").tab_to("Continue").enter()
    kim.tab_to("In one line").type("Please call me").tab_to("Tell us more").type("About the bill.")
    kim.tab_to("Continue").enter()
    kim.pick("No, nobody can work", "Yes, as usual")
    kim.pick("Something we use every day", "Something we use now and then")
    kim.pick("Everyone, or nearly everyone", "Only one").pick("No", "Yes").tab_to("Continue")
    kim.enter().tab_to("Your name").type("Kim").tab_to("Your email").type("kim@keys.example")
    kim.enter().sees("Check your request").tab_to("Send the request")
    with kim.page.expect_navigation():
        kim.page.keyboard.press("Space")
    kim.look().sees("We’ve received your request")


@pytest.mark.parametrize("has_scripts", [True, False])
def test_a_whole_log_is_pasted_into_the_search_field(
    visitor: Visitors, home: str, has_scripts: bool
) -> None:
    page = visitor(has_scripts=has_scripts).page
    lines = [f"10:{n % 60:02} INFO heartbeat {n} of the calls worker" for n in range(4_600)]
    log = " ".join(["no audio", *lines])
    assert len(log) > 200_000
    page.goto(home)
    page.locator("input[type=search]").first.fill(log)
    page.get_by_role("button", name="Search").first.click()
    page.wait_for_url(re.compile(r"/search\?q="))
    page.get_by_role("link", name="No audio in calls").first.wait_for()
    page.go_back()
    page.locator("input[type=search]").first.wait_for()
