"""How a test's browser comes to be signed in without a letter: the session is begun as the portal begins one."""

from sqlalchemy import select

from portal.ground.db import db, writing
from portal.ground.now import now
from portal.people.gate import SESSION
from portal.people.person import Person
from portal.people.staying import start_session
from tests.browser import Browser


def session_token(email: str) -> str:
    """A new session of the person with this address: the token for the browser's cookie."""
    with writing():
        person = db.session.scalars(select(Person).where(Person.email == email)).one()
        return start_session(person, "Chrome on Linux", "127.0.0.1", None, now())


def signed_in(browser: Browser, name: str, language: str | None = None) -> Browser:
    """The same browser, signed in as this character, who reads in `language` from now on where it is given."""
    person = db.session.scalars(select(Person).where(Person.email.startswith(f"{name}@"))).one()
    if language and person.language != language:
        with writing():
            person.language = language
    browser.client.set_cookie(SESSION, session_token(person.email))
    return browser
