"""Pictures wait for their turn, a few of them; who comes then is told at once, and other pages go on answering."""

import threading

import pytest
from flask import Flask

from portal.files import queueing
from portal.files.kinds import Reason, Unacceptable
from portal.files.queueing import AT_ONCE, WAITING, turn
from portal.files.receiving import prepare
from portal.files.storing import workplace
from tests.files import samples
from tests.files.conftest import ALLOWED, NOW
from tests.files.samples import upload


class Crowd:
    """Threads that each hold a turn until the crowd is sent home."""

    def __init__(self, app: Flask, count: int) -> None:
        self._app, self._home, self._came = app, threading.Event(), threading.Semaphore(0)
        self._threads = [threading.Thread(target=self._stand) for _ in range(count)]
        for thread in self._threads:
            thread.start()

    def _stand(self) -> None:
        with self._app.app_context(), workplace(), turn():
            self._came.release()
            self._home.wait(30)

    def has_come(self, count: int) -> bool:
        return all(self._came.acquire(timeout=20) for _ in range(count))

    def send_home(self) -> None:
        self._home.set()
        for thread in self._threads:
            thread.join()


def test_so_many_at_once_and_one_refused_at_once_when_the_queue_is_full(app: Flask) -> None:
    crowd = Crowd(app, AT_ONCE)
    try:
        assert crowd.has_come(AT_ONCE)
        waiting = [queueing._places.acquire(blocking=False) for _ in range(WAITING)]
        uploads = [upload("shot.png", samples.picture()), upload("a.log", b"words")]
        prepared, refusals = prepare(uploads, NOW, ALLOWED)
        assert [each.name for each in prepared] == ["a.log"]
        assert "busy with other pictures. Try again in a minute" in refusals[0].reason
        for _ in waiting:
            queueing._places.release()
    finally:
        crowd.send_home()
    assert len(prepare([upload("shot.png", samples.picture())], NOW, ALLOWED)[0]) == 1


def test_who_waits_too_long_is_told(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(queueing, "PATIENCE", 0.0)
    crowd = Crowd(app, AT_ONCE)
    try:
        assert crowd.has_come(AT_ONCE)
        with workplace(), pytest.raises(Unacceptable) as refused, turn():
            pass
    finally:
        crowd.send_home()
    assert refused.value.reason is Reason.BUSY
