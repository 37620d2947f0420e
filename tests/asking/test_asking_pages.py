"""Asking as a guest and as a person: question after question, nothing lost, one ticket, whatever is pressed."""

import re
from collections.abc import Callable
from datetime import timedelta

import pytest
from flask import Flask
from PIL import Image
from sqlalchemy import func, select

from portal.asking.draft import Draft
from portal.asking.sweeping import sweep as sweep_drafts
from portal.files.file import File
from portal.files.storing import path_of
from portal.files.sweeping import sweep as sweep_files
from portal.ground.db import db, writing
from portal.ground.now import now
from portal.people.person import Person
from portal.tickets.conversation import Attachment
from portal.tickets.filing import Answer, ReproductionStep
from portal.tickets.ticket import Ticket
from tests.browser import Browser
from tests.files import samples

Browsers = Callable[..., Browser]
pytestmark = pytest.mark.usefixtures("characters")


def begin(browser: Browser, kind: str = "Something is broken") -> Browser:
    return browser.visit("/ask").choose(kind).press("Continue")


def tell(browser: Browser, title: str = "Calls drop", text: str = "After ten minutes.") -> Browser:
    return browser.fill("In one line", title).fill("Tell us more", text).press("Continue")


def weigh(browser: Browser) -> Browser:
    """Answer the questions about impact so that it is high."""
    browser.choose("Yes, but with difficulty").choose("Something we use every day")
    browser.choose("Several").choose("No", within="another way")
    return browser.press("Continue")


def introduce(browser: Browser, email: str = "Gina@Example.com") -> Browser:
    return browser.fill("Your name", "Gina Paz").fill("Your email", email).press("Continue")


def question(browser: Browser, email: str = "gina@example.com") -> Browser:
    """A guest's short request, up to the check."""
    begin(browser, "Something to be done for you")
    tell(browser, "A new password", "For Ana, please.")
    return introduce(browser, email)


def key_of(browser: Browser) -> str:
    found = re.search(r"/ask/([^/?]+)", browser.url)
    assert found
    return found[1]


def draft(key: str) -> Draft:
    db.session.rollback()
    return db.session.scalars(select(Draft).where(Draft.key == key)).one()


def ticket() -> Ticket:
    db.session.rollback()
    return db.session.scalars(select(Ticket)).one()


def test_a_guest_asks_and_gets_a_reference(browser: Browsers) -> None:
    gina = begin(browser())
    assert gina.heading() == "What happened?"
    gina.sees("Step 2 of 8", "Draft saved")
    gina.fill("Error message", "SIP 503 Service Unavailable")
    tell(gina, "Calls drop after ten minutes", "Since Monday.\nAll of them.")
    assert gina.heading() == "How can we see it happen?"
    gina.fill("Step 1", "I call 600").fill("Step 2", "I wait ten minutes")
    gina.fill("What did you expect?", "To go on talking").fill("What happened instead?", "Silence")
    gina.press("Continue")
    assert gina.heading() == "Where does it happen?"
    assert gina.value("Device, system and browser").strip() == "Chrome 130, Linux"
    gina.fill("Version", "4.2").press("Continue")
    gina.attach("Screenshots, videos", ("shot.png", samples.picture()), ("app.log", b"one line"))
    gina.press("Continue")
    weigh(gina).sees("How can we reach you?")
    introduce(gina).sees("Check your request", "Severity: High", "within 2 h.")
    gina.sees("I call 600", "SIP 503", "shot.png", "app.log", "Gina@Example.com", "round the clock")
    gina.press("Send the request").sees(
        "We’ve received your request", "gina@example.com", "private link"
    )
    row = ticket()
    gina.sees(row.ref)
    assert (row.title, row.kind, row.severity) == (
        "Calls drop after ten minutes",
        "system-error",
        "high",
    )
    assert (row.status, row.is_verified, row.requester_email) == ("open", False, "gina@example.com")
    answers = {each.question: each.text for each in db.session.scalars(select(Answer))}
    assert answers["description"] == "Since Monday.\nAll of them."
    assert answers["environment"] == "Chrome 130, Linux"
    assert answers["impact.working"] == "partly"
    assert "email" not in answers
    steps = db.session.scalars(select(ReproductionStep).order_by(ReproductionStep.number))
    assert [each.text for each in steps] == ["I call 600", "I wait ten minutes"]
    files = [each.file for each in db.session.scalars(select(Attachment))]
    assert sorted(each.name for each in files) == ["app.log", "shot.png"]
    assert all(each.kept and each.expires_at is None for each in files)
    gina.visit(f"/ask/{key_of(gina)}").sees(row.ref)
    assert draft(key_of(gina)).answers == {"email": "gina@example.com"}


def test_a_signed_in_person_is_not_asked_who_they_are(browser: Browsers) -> None:
    alice = begin(browser("alice"), "A call from us")
    tell(alice, "Please call me", "About the last bill.")
    weigh(alice).sees("Check your request").does_not_see("Your email")
    alice.press("Send the request").sees("alice@aromos.example").follow("Open your ticket")
    row = ticket()
    assert row.requester is not None
    assert (row.requester.name, row.is_verified, row.organisation_id is None) == (
        "Alice Rojas",
        True,
        False,
    )


def test_the_kind_decides_which_questions_follow(browser: Browsers) -> None:
    gina = begin(browser(), "A technical question")
    tell(gina)
    assert gina.heading() == "What is it about?"
    gina.press("Continue").sees("Can you show us?").press("Continue").sees("How can we reach you?")
    introduce(gina).sees("Severity: Low")
    gina.visit(f"/ask/{key_of(gina)}/severity")  # no page of this request
    assert gina.heading() != "How much does it affect your work?"


def test_a_wrong_answer_is_named_and_kept(browser: Browsers) -> None:
    gina = begin(browser()).fill("Tell us more", "Half a story").press("Continue", status=422)
    gina.sees("There is a problem", "Say in one line what it is about.")
    assert gina.value("Tell us more").strip() == "Half a story"
    gina.visit(gina.url)
    assert gina.value("Tell us more").strip() == "Half a story"


def test_a_start_without_an_answer_says_so(browser: Browsers) -> None:
    gina = browser().visit("/ask").press("Continue", status=422)
    gina.sees("Choose the line that comes closest.")
    assert db.session.scalar(select(func.count()).select_from(Draft)) == 0


def test_what_lacks_is_named_before_sending_and_nothing_is_sent(browser: Browsers) -> None:
    gina = begin(browser())
    gina.visit(f"/ask/{key_of(gina)}/check").sees(
        "Before you can send it",
        "What it is about, in one line",
        "Can people still work?",
        "An email address",
    )
    gina.does_not_see("Send the request")
    token = gina.page.find("input", attrs={"name": "csrf_token"})
    assert token is not None
    sent = gina.client.post(f"/ask/{key_of(gina)}/check", data={"csrf_token": token["value"]})
    assert sent.status_code == 422
    assert db.session.scalar(select(func.count()).select_from(Ticket)) == 0
    gina.follow("What it is about")
    tell(gina)  # back to the check only when nothing lacks any more
    assert gina.heading() == "How can we see it happen?"


def test_a_change_from_the_check_leads_back_to_it(browser: Browsers) -> None:
    gina = question(browser()).follow("Change : Description")
    assert gina.value("Tell us more").strip() == "For Ana, please."
    gina.fill("Tell us more", "For Ana and Bob.").press("Continue")
    gina.sees("Check your request", "For Ana and Bob.")


def test_back_keeps_what_was_said(browser: Browsers) -> None:
    gina = tell(begin(browser()), "Calls drop", "A story").follow("Back")
    assert gina.value("In one line") == "Calls drop"
    gina.follow("Back")
    assert gina.page.find("input", checked=True)["value"] == "system-error"  # type: ignore[index]


def test_steps_are_added_moved_and_removed_without_scripts(browser: Browsers) -> None:
    gina = tell(begin(browser()))
    for number, text in enumerate(["first", "second", "third"], 1):
        gina.fill(f"Step {number}", text)
    gina.fill("What did you expect?", "kept").press("Add a step")
    assert gina.value("Step 3").strip() == "third"
    gina.fill("Step 4", "fourth").press("Add a step").press("Move step 4 up")
    assert draft(key_of(gina)).steps == ["first", "second", "fourth", "third"]
    gina.press("Move step 1 down").press("Remove step 3")
    assert draft(key_of(gina)).steps == ["second", "first", "third"]
    assert gina.value("What did you expect?").strip() == "kept"


def test_a_step_keeps_its_screenshot_wherever_it_goes(browser: Browsers) -> None:
    gina = tell(begin(browser())).fill("Step 1", "open").fill("Step 2", "press")
    fields = gina.page.find_all("input", attrs={"type": "file"})
    gina.typed[id(gina.page.find("form", id="question"))][str(fields[1]["name"])] = [
        (samples.upload("b.png", samples.picture()).stream, "b.png")
    ]
    gina.press("Add a step").sees("b.png").press("Move step 2 up")
    kept = draft(key_of(gina))
    assert kept.steps == ["press", "open"]
    assert [(each.file.name, each.step_number) for each in kept.files] == [("b.png", 1)]
    gina.press("Remove step 1")
    assert [each.step_number for each in draft(key_of(gina)).files] == [None]  # still evidence


def test_files_are_refused_in_words_and_the_rest_stays(browser: Browsers) -> None:
    gina = tell(begin(browser()))
    gina.visit(f"/ask/{key_of(gina)}/evidence").attach(
        "Screenshots",
        ("shot.png", samples.picture()),
        ("setup.exe", samples.EXE),
        ("x.svg", samples.SVG),
    )
    gina.press("Add these files", status=422)
    gina.sees(
        "“setup.exe” is a program", "“x.svg” is a web page or drawing", "Added so far", "shot.png"
    )
    gina.visit(f"/ask/{key_of(gina)}/evidence").attach(
        "Screenshots", ("again.png", samples.picture())
    )
    gina.press("Add these files").does_not_see("again.png")  # the same picture twice is one picture
    gina.press("Remove shot.png").does_not_see("shot.png")


def test_what_is_removed_is_gone_from_the_disk_at_once(browser: Browsers) -> None:
    gina = tell(begin(browser()))
    gina.visit(f"/ask/{key_of(gina)}/evidence")
    gina.attach("Screenshots", ("shot.png", samples.picture()), ("a.log", b"words"))
    gina.press("Add these files")
    shot, log = (path_of(each.file.key) for each in draft(key_of(gina)).files)
    assert (shot.exists(), log.exists()) == (True, True)
    gina.press("Remove shot.png").sees("a.log")
    assert (shot.exists(), log.exists()) == (False, True)
    gina.visit(f"/ask/{key_of(gina)}/check").press("Discard draft")
    assert not log.exists()


def test_an_animation_is_kept_moving(browser: Browsers) -> None:
    gina = tell(begin(browser()))
    gina.visit(f"/ask/{key_of(gina)}/evidence").attach(
        "Screenshots", ("x.gif", samples.moving("GIF"))
    )
    gina.press("Add these files").sees("x.gif")
    (file,) = draft(key_of(gina)).files
    assert Image.open(path_of(file.file.key)).n_frames == 3


def test_no_more_files_than_the_policy_takes(browser: Browsers) -> None:
    gina = tell(begin(browser()))
    gina.visit(f"/ask/{key_of(gina)}/evidence")
    gina.attach("Screenshots", *[(f"{n}.txt", f"log {n}".encode()) for n in range(12)])
    gina.press("Continue", status=422).sees(
        "“11.txt” was not added: there is no room for another file here"
    )
    gina.sees("9.txt", "There is no room for more files")


def test_a_file_is_its_owners_alone(browser: Browsers) -> None:
    gina, other = tell(begin(browser())), browser()
    gina.visit(f"/ask/{key_of(gina)}/evidence").attach("Screenshots", ("a.png", samples.picture()))
    gina.press("Add these files")
    address = gina.page.find("a", class_="attach__name")["href"]  # type: ignore[index]
    assert gina.client.get(address).content_type == "image/png"
    assert gina.client.get(f"{address}?thumb=1").status_code == 200
    assert other.client.get(address).status_code == 404


@pytest.mark.parametrize("page", ["", "/what", "/check", "/sent", "/solution"])
def test_a_stranger_finds_nothing(browser: Browsers, page: str) -> None:
    key = key_of(begin(browser("alice")))
    for stranger in (browser(), browser("bob"), browser("ana"), browser("leo")):
        stranger.visit(f"/ask/{key}{page}", status=404)


def test_autosave_keeps_words_good_or_not(browser: Browsers) -> None:
    gina = begin(browser())
    token = gina.page.find("input", attrs={"name": "csrf_token"})["value"]  # type: ignore[index]
    words = {"csrf_token": token, "question": "what", "title": "", "description": "Half\r\nsaid\0"}
    saved = gina.client.post(f"/ask/{key_of(gina)}/answers", data=words)
    assert (saved.status_code, saved.data) == (204, b"")
    gina.visit(gina.url)
    assert gina.value("Tell us more").strip() == "Half\nsaid"
    steps = {
        "csrf_token": token,
        "question": "steps",
        "steps-0-text": "one",
        "steps-1-text": "",
        "steps-2-text": "two",
    }
    gina.client.post(f"/ask/{key_of(gina)}/answers", data=steps)
    assert draft(key_of(gina)).steps == ["one", "two"]
    assert draft(key_of(gina)).answers["description"] == "Half\nsaid"
    nonsense = {"csrf_token": token, "question": "nonsense", "title": "x"}
    assert gina.client.post(f"/ask/{key_of(gina)}/answers", data=nonsense).status_code == 204


def test_a_draft_goes_on_on_another_device(browser: Browsers) -> None:
    desk = begin(browser("alice")).fill("In one line", "Half written").press("Continue", status=422)
    phone = (
        browser("alice").visit("/ask").sees("Continue where you left off").follow("Half written")
    )
    assert phone.heading() == "What happened?"
    assert phone.value("In one line") == "Half written"
    assert key_of(phone) == key_of(desk)


def test_a_guests_draft_becomes_the_persons_who_signs_in(browser: Browsers) -> None:
    gina = begin(browser()).fill("In one line", "Begun as guest").press("Continue", status=422)
    alice = browser("alice")
    alice.visit(f"/ask/{key_of(gina)}", status=404)
    gina.client.set_cookie("session", alice.client.get_cookie("session").value)  # type: ignore[union-attr]
    gina.visit(f"/ask/{key_of(gina)}/what")
    assert gina.value("In one line") == "Begun as guest"
    alice.visit("/ask").follow("Begun as guest")  # on the other device too


def test_an_expired_sign_in_loses_nothing(browser: Browsers) -> None:
    alice = (
        begin(browser("alice"))
        .fill("In one line", "Typed while signed out")
        .fill("Tell us more", "All of it")
    )
    session = alice.client.get_cookie("session")
    assert session is not None
    alice.client.delete_cookie("session")
    alice.press("Continue")
    assert alice.url.startswith("/sign-in")
    key = draft_key = db.session.scalars(select(Draft.key)).one()
    alice.visit(f"/ask/{key}/what")
    assert alice.url.startswith(
        "/sign-in"
    )  # the words are kept, and not shown to whoever sits there now
    alice.client.set_cookie("session", session.value)
    alice.visit(f"/ask/{draft_key}/what")
    assert alice.value("Tell us more").strip() == "All of it"


def test_the_way_to_the_form_is_noted(browser: Browsers) -> None:
    gina = (
        browser()
        .visit("/ask?q=no+audio+in+calls&article=999")
        .choose("Something is broken")
        .press("Continue")
    )
    assert gina.value("In one line") == "no audio in calls"
    assert draft(key_of(gina)).trail["article"] == 999
    browser().visit("/ask?article=x&q=%00%ff&topic=" + "t" * 3000)


def test_a_request_can_be_thrown_away(browser: Browsers) -> None:
    alice = tell(begin(browser("alice"), "Something to be done for you"))
    alice.press("Discard draft").does_not_see("Continue where you left off")


def test_a_guest_beyond_the_limit_is_held_and_told_so(app: Flask, browser: Browsers) -> None:
    for _ in range(5):
        question(browser()).press("Send the request").sees("private link")
    question(browser()).press("Send the request").sees(
        "A person looks at your request first", "We will write to"
    )
    db.session.rollback()
    statuses = db.session.execute(select(Ticket.status, func.count()).group_by(Ticket.status)).all()
    assert dict(statuses) == {"open": 5, "held": 1}  # type: ignore[arg-type]


def test_an_address_of_someone_known_does_not_make_a_guest_known(browser: Browsers) -> None:
    question(browser(), "alice@aromos.example").press("Send the request")
    row = ticket()
    assert (row.requester_id, row.is_verified, row.organisation_id) == (None, False, None)


def test_an_agent_files_for_a_client_who_phoned(browser: Browsers) -> None:
    vera = (
        browser("vera")
        .visit("/ask")
        .sees("Who is this for?")
        .fill("Find a client", "alice")
        .press("Search")
    )
    vera.sees("Clínica Los Aromos").follow("Alice Rojas")
    assert vera.value("Client’s email") == "alice@aromos.example"
    vera.choose("Phone").choose("Something to be done for you").press("Continue")
    tell(vera, "A new headset", "For the front desk.").sees("Alice Rojas is known here", "Phone")
    vera.press("Send the request").sees("The request is filed", "alice@aromos.example")
    row = ticket()
    assert row.requester is not None
    assert (row.requester.email, row.channel, row.is_verified) == (
        "alice@aromos.example",
        "phone",
        True,
    )
    opener = db.session.get(Person, row.opened_by_id)
    assert opener is not None
    assert opener.email == "vera@portal.example"


def test_an_agent_files_for_someone_new(browser: Browsers) -> None:
    vera = browser("vera").visit("/ask?q=nobody").sees("No client with that name")
    vera.press("Continue", within="Client’s name", status=422).sees("Write the client’s name.")
    vera.fill("Client’s name", "Nora\tLuz").fill("Client’s email", "nora@new.example").choose(
        "Phone"
    )
    vera.choose("Something to be done for you").press("Continue", within="Client’s name")
    tell(vera).sees("This client isn’t known here").press("Send the request")
    row = ticket()
    assert (row.requester_id, row.requester_name, row.is_verified) == (None, "Nora Luz", False)


def test_an_agent_files_on_one_page_by_the_same_rules(browser: Browsers) -> None:
    vera = browser("vera").visit("/ask").fill("Client’s name", "Nora Luz")
    vera.fill("Client’s email", "nora@new.example").choose("Phone").choose("Something is broken")
    vera.press("Continue", within="Client’s name")
    sections = [heading.get_text() for heading in vera.page.select("form section h2")]
    assert sections[0] == "Who is this for?"
    assert {"What happened?", "How can we see it happen?", "Can you show us?"} <= set(sections)
    vera.fill("In one line", "Calls drop").fill("Version", "4.2")
    vera.press("Continue", status=422).sees("Describe it in a sentence or two.")
    assert vera.value("Version") == "4.2"
    vera.fill("Tell us more", "After ten minutes.").fill("Step 1", "Call a mobile")
    vera.attach("Screenshots, videos", ("a.png", samples.picture()))
    weigh(vera).sees("Check your request", "Call a mobile", "a.png")
    vera.press("Send the request").sees("The request is filed")
    assert ticket().severity == "high"


def test_an_agent_asks_for_themselves_as_a_client_does(browser: Browsers) -> None:
    vera = browser("vera").visit("/ask").follow("For me")
    vera.choose("Something to be done for you").press("Continue")
    assert vera.heading() == "What do you need?"
    tell(vera, "A new headset", "Mine is broken.").press("Send the request")
    row = ticket()
    assert row.requester is not None
    assert row.requester.email == "vera@portal.example"
    vera.follow("Open your ticket").sees("A new headset")


def test_a_client_cannot_file_on_behalf(browser: Browsers) -> None:
    alice = begin(browser("alice"))
    alice.visit(f"/ask/{key_of(alice)}/who")
    assert alice.heading() == "What happened?"
    browser("alice").visit("/ask?q=bob").does_not_see("Bob", "nunoa")


def test_drafts_and_their_files_go_when_their_time_has_passed(browser: Browsers) -> None:
    gina = tell(begin(browser()))
    gina.visit(f"/ask/{key_of(gina)}/evidence").attach("Screenshots", ("a.png", samples.picture()))
    gina.press("Add these files")
    db.session.rollback()
    file = db.session.scalars(select(File)).one()
    path = path_of(file.key)
    later = now() + timedelta(days=31)
    with writing():
        assert sweep_drafts(now()) == 0
    assert sweep_files(now()) == 0
    assert path.exists()
    assert sweep_files(later) == 1
    with writing():
        assert sweep_drafts(later) == 1
    assert not path.exists()
    gina.visit(f"/ask/{key_of(gina)}", status=404)


def test_the_same_pages_in_spanish(browser: Browsers) -> None:
    browser(language="es").visit("/ask").sees("Algo falla")


@pytest.mark.parametrize("count", [200, 10_000])
def test_very_many_fields_break_nothing(browser: Browsers, count: int) -> None:
    gina = tell(begin(browser()))
    token = gina.page.find("input", attrs={"name": "csrf_token"})["value"]  # type: ignore[index]
    many = {f"steps-{n}-text": "x" for n in range(count)} | {"csrf_token": token}
    answer = gina.client.post(
        f"/ask/{key_of(gina)}/steps", data=many, content_type="multipart/form-data"
    )
    assert answer.status_code == (303 if count < 600 else 413)
    assert len(draft(key_of(gina)).steps) <= 40


@pytest.mark.parametrize("who", ["alice", None])
def test_words_for_a_draft_that_is_not_here_go_into_a_new_one(
    browser: Browsers, who: str | None
) -> None:
    begun = begin(browser(who) if who else browser())
    elsewhere = browser()  # another device, or the same one after its cookies went
    elsewhere.visit("/ask")
    token = elsewhere.page.find("input", attrs={"name": "csrf_token"})["value"]  # type: ignore[index]
    typed = {"csrf_token": token, "title": "Calls drop", "description": "After ten minutes."}
    sent = elsewhere.client.post(
        f"/ask/{key_of(begun)}/what", data=typed, headers=elsewhere.headers
    )
    assert sent.status_code == 303
    elsewhere.visit(sent.headers["Location"]).sees("we saved your words in a new one")
    elsewhere.visit(f"/ask/{key_of(elsewhere)}/what")
    assert elsewhere.value("In one line") == "Calls drop"
    assert elsewhere.value("Tell us more").strip() == "After ten minutes."
    assert key_of(elsewhere) != key_of(begun)
    gone = elsewhere.client.post("/ask/no-such-draft/what", data=typed, headers=elsewhere.headers)
    elsewhere.visit(gone.headers["Location"]).choose("Something is broken").press("Continue")
    assert elsewhere.value("In one line") == "Calls drop"
    nothing = elsewhere.client.post("/ask/no-such-draft/what", data={"csrf_token": token})
    assert nothing.status_code == 404


def test_the_sign_in_page_says_that_what_was_typed_is_saved(browser: Browsers) -> None:
    alice = begin(browser("alice")).fill("In one line", "Half written")
    alice.client.delete_cookie("session")
    alice.press("Continue").sees("Your session has ended. What you typed is saved")
