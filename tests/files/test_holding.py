"""What was chosen for a form that was refused: held for its sender alone, once, and for a day."""

from flask import Flask

from portal.files import holding, receiving
from portal.files.file import File
from portal.files.storing import path_of
from portal.files.sweeping import sweep
from portal.ground.db import db, writing
from tests.files import samples
from tests.files.conftest import ALLOWED, NOW
from tests.files.samples import upload

LOG = b"2026-11-02 10:00:01 refused by peer\n"


def refused_once() -> list[str]:
    """The proofs of a picture and a log whose form was refused."""
    uploads = [upload("error.png", samples.picture()), upload("peer.log", LOG)]
    held = holding.hold(holding.chosen(uploads, [], "T-1/7", NOW, ALLOWED), "T-1/7", NOW)
    assert [(each.name, each.size_words) for each in held][1] == ("peer.log", "36\u00a0B")
    return [each.proof for each in held]


def test_held_files_are_sent_with_the_mended_form_and_stay(app: Flask) -> None:
    proofs = refused_once()
    later = NOW + holding.HELD_FOR / 2
    files = holding.chosen([upload("more.log", LOG)], proofs, "T-1/7", later, ALLOWED)
    with writing():
        kept = holding.claim(files, later)
        receiving.keep(kept)
    assert [each.name for each in kept] == ["error.png", "peer.log", "more.log"]
    assert sweep(later + holding.HELD_FOR) == 0
    assert all(path_of(each.key).exists() for each in kept)
    assert holding.chosen([], proofs, "T-1/7", later, ALLOWED).held == []


def test_what_was_unticked_goes_with_the_day(app: Flask) -> None:
    picture, _log = refused_once()
    with writing():
        receiving.keep(holding.claim(holding.chosen([], [picture], "T-1/7", NOW, ALLOWED), NOW))
    assert sweep(NOW + holding.HELD_FOR) == 1
    assert [each.name for each in db.session.query(File)] == ["error.png"]


def test_refused_again_they_wait_another_day(app: Flask) -> None:
    proofs = refused_once()
    later = NOW + holding.HELD_FOR / 2
    again = holding.hold(holding.chosen([], proofs, "T-1/7", later, ALLOWED), "T-1/7", later)
    assert [each.name for each in again] == ["error.png", "peer.log"]
    assert sweep(NOW + holding.HELD_FOR) == 0
    assert db.session.query(File).count() == 2


def test_nobody_else_gets_them_by_a_proof_stolen_forged_or_late(app: Flask) -> None:
    proofs = refused_once()
    for claimed, owner, at in (
        (proofs, "T-1/8", NOW),
        (proofs, "T-2/7", NOW),
        ([proofs[0][:-1] + "x", "1", ""], "T-1/7", NOW),
        (proofs, "T-1/7", NOW + holding.HELD_FOR),
    ):
        assert holding.chosen([], claimed, owner, at, ALLOWED).held == []


def test_what_is_not_taken_is_told_and_the_rest_held(app: Flask) -> None:
    uploads = [upload("setup.exe", b"MZ" + bytes(200)), upload("peer.log", LOG)]
    files = holding.chosen(uploads, [], "T-1/7", NOW, ALLOWED)
    assert len(files.reasons) == 1
    assert "setup.exe" in files.reasons[0]
    assert [each.name for each in holding.hold(files, "T-1/7", NOW)] == ["peer.log"]


def test_what_another_form_took_meanwhile_stays_with_it(app: Flask) -> None:
    """A form sent twice: the second was looked at before the first was taken, and is refused."""
    proofs = refused_once()
    first, second = (holding.chosen([], proofs, "T-1/7", NOW, ALLOWED) for _ in range(2))
    with writing():
        receiving.keep(holding.claim(first, NOW))
    assert holding.hold(second, "T-1/7", NOW) == []
    assert sweep(NOW + 2 * holding.HELD_FOR) == 0


def test_swept_while_the_form_is_looked_at_breaks_nothing(app: Flask) -> None:
    files = holding.chosen([upload("more.log", LOG)], refused_once(), "T-1/7", NOW, ALLOWED)
    sweep(NOW + holding.HELD_FOR)
    with writing():
        assert [each.name for each in holding.claim(files, NOW)] == ["more.log"]


def test_what_has_no_time_left_is_told_by_name(app: Flask) -> None:
    files = holding.chosen(
        [], refused_once(), "T-1/7", NOW + holding.HELD_FOR - holding.SPARE, ALLOWED
    )
    assert files.held == []
    assert [reason.partition("”")[0] for reason in files.reasons] == ["“error.png", "“peer.log"]


def test_chosen_again_or_claimed_twice_it_comes_once(app: Flask) -> None:
    proofs = refused_once()
    files = holding.chosen(
        [upload("peer.log", LOG), upload("more.log", LOG), upload("more.log", LOG)],
        [*proofs, *proofs],
        "T-1/7",
        NOW,
        ALLOWED,
    )
    with writing():
        names = [each.name for each in holding.claim(files, NOW)]
    assert names == ["error.png", "peer.log", "more.log"]


def test_an_old_proof_is_none_of_a_file_that_got_the_same_number(app: Flask) -> None:
    """SQLite gives the number of the last row again once that is gone."""
    old = refused_once()
    sweep(NOW + holding.HELD_FOR)
    later = NOW + 2 * holding.HELD_FOR
    holding.hold(
        holding.chosen([upload("salaries.log", LOG)], [], "T-2/8", later, ALLOWED), "T-2/8", later
    )
    assert holding.chosen([], old, "T-1/7", later, ALLOWED).held == []
