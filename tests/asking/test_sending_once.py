"""A submit pressed twenty times at once gives one ticket, and every press lands on the same page."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from flask import Flask
from sqlalchemy import func, select

from portal.ground.db import db
from portal.people.limits import Attempt
from portal.tickets.conversation import Event
from portal.tickets.ticket import Ticket
from tests.asking.test_asking_pages import key_of, question
from tests.browser import Browser

TIMES = 20
pytestmark = pytest.mark.usefixtures("characters")


def test_twenty_submits_at_once_give_one_ticket(
    app: Flask, browser: Callable[..., Browser]
) -> None:
    gina = question(browser())
    token = gina.page.find("input", attrs={"name": "csrf_token"})["value"]  # type: ignore[index]
    cookies = [(name, gina.client.get_cookie(name).value) for name in ("browser", "form")]  # type: ignore[union-attr]
    address, together = f"/ask/{key_of(gina)}/check", Barrier(TIMES)

    def press(_number: int) -> tuple[int, str]:
        client = app.test_client()
        for name, value in cookies:
            client.set_cookie(name, value)
        together.wait()
        with app.app_context():
            answer = client.post(address, data={"csrf_token": token})
        return answer.status_code, answer.headers["Location"]

    with ThreadPoolExecutor(TIMES) as threads:
        answers = list(threads.map(press, range(TIMES)))
    assert set(answers) == {(303, f"/ask/{key_of(gina)}/sent")}
    db.session.rollback()
    row = db.session.scalars(select(Ticket)).one()
    assert db.session.scalar(select(func.count()).select_from(Event)) == 1
    kinds = (
        select(Attempt.kind, func.count())
        .where(Attempt.kind.startswith("guest"))
        .group_by(Attempt.kind)
    )
    assert {count for _kind, count in db.session.execute(kinds)} == {1}  # counted once, too
    gina.visit(f"/ask/{key_of(gina)}/sent").sees(row.ref)
