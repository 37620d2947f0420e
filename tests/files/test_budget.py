"""What may be sent: so many files, so large, so much in a day; the rest is refused by name, and the others are kept."""

from datetime import timedelta

from flask import Flask

from portal.files.allowance import LOGO, Allowance
from portal.files.budget import DAY, LEAST, Budget
from portal.files.receiving import prepare
from portal.files.sweeping import sweep
from tests.files import samples
from tests.files.conftest import NOW
from tests.files.samples import upload

MOST = 10 * LEAST


def sent(count: int, allowance: Allowance, at: timedelta = timedelta()) -> tuple[int, list[str]]:
    """How many of so many small files were taken, and why the others were not."""
    uploads = [upload(f"{number}.txt", b"one") for number in range(count)]
    prepared, refusals = prepare(uploads, NOW + at, allowance)
    return len(prepared), [each.reason for each in refusals]


def test_no_more_files_than_there_is_room_for(app: Flask) -> None:
    taken, reasons = sent(5, Allowance(3))
    assert taken == 3
    assert [reason[:7] for reason in reasons] == ["“3.txt”", "“4.txt”"]
    assert "no room for another file" in reasons[0]


def test_no_file_larger_than_the_policy_says(app: Flask) -> None:
    uploads = [upload("a.log", b"x" * 1_000_001), upload("b.log", b"x" * 1_000_000)]
    prepared, refusals = prepare(uploads, NOW, Allowance(3, 1_000_000))
    assert [each.name for each in prepared] == ["b.log"]
    assert "“a.log” is larger than 1\u00a0MB" in refusals[0].reason


def test_a_day_has_its_budget_and_the_next_one_a_new_one(app: Flask) -> None:
    allowance = Allowance(50, budgets=(Budget("ana", MOST),))
    assert sent(8, allowance)[0] == 8
    taken, reasons = sent(5, allowance)
    assert taken == 2
    assert "limit for one day" in reasons[0]
    assert sent(1, Allowance(50, budgets=(Budget("luis", MOST),)))[0] == 1
    sweep(NOW + DAY / 2)
    assert sent(1, allowance, DAY / 2)[0] == 0
    sweep(NOW + DAY)
    assert sent(10, allowance, DAY)[0] == 10


def test_every_budget_must_have_room(app: Flask) -> None:
    mine, shared = Budget("ana", MOST), Budget("network", MOST)
    assert sent(9, Allowance(50, budgets=(Budget("luis", MOST), shared)))[0] == 9
    assert sent(3, Allowance(50, budgets=(mine, shared)))[0] == 1
    assert sent(10, Allowance(50, budgets=(mine,)))[0] == 9, "what was refused was not counted"


def test_a_logo_is_a_picture_and_small(app: Flask) -> None:
    for name, content, told in (
        ("logo.pdf", samples.PDF, "isn’t a picture"),
        ("logo.png", samples.picture() + bytes(2_000_000), "larger than 2\u00a0MB"),
    ):
        _prepared, refusals = prepare([upload(name, content)], NOW, LOGO)
        assert told in refusals[0].reason
