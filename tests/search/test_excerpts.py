"""The sentence that answers, marked and escaped."""

from portal.search.analysis import terms
from portal.search.excerpts import excerpt

FILLER = "Nothing of interest stands here. " * 20


def test_the_words_are_marked_as_they_are_written() -> None:
    shown = excerpt("Your passwords expire; then reset them.", terms("reset password", "en"), "en")
    assert shown == "Your <mark>passwords</mark> expire; then <mark>reset</mark> them."


def test_it_begins_with_the_sentence_that_holds_most_words() -> None:
    text = f"A password. {FILLER} To reset a forgotten password, press the link. {FILLER}"
    shown = excerpt(text, terms("reset forgotten password", "en"), "en")
    assert shown.startswith(
        "… To <mark>reset</mark> a <mark>forgotten</mark> <mark>password</mark>"
    )
    assert shown.endswith(" …")


def test_a_long_sentence_is_entered_near_the_word() -> None:
    shown = excerpt("word " * 200 + "firewall " + "word " * 200, ["firewal"], "en")
    assert "<mark>firewall</mark>" in shown
    assert len(shown) < 300


def test_nothing_marked_shows_the_beginning() -> None:
    assert excerpt("First. Second.", ["absent"], "en") == "First. Second."
    assert excerpt("", ["absent"], "en") == ""


def test_markup_in_the_text_stays_text() -> None:
    shown = excerpt('<script>alert("reset")</script> {0} {x} %s', ["reset"], "en")
    assert "<script" not in shown
    assert "&lt;script&gt;" in shown
    assert "<mark>reset</mark>" in shown
    assert "{0} {x} %s" in shown


def test_a_code_is_marked_once() -> None:
    shown = excerpt("It says E-1042 again.", terms("E-1042", "en"), "en")
    assert shown == "It says <mark>E-1042</mark> again."


def test_rows_and_items_are_set_off() -> None:
    shown = excerpt("Cause  Fix\nNo link   Plug it in.\n\nThen wait:\nIt comes", ["link"], "en")
    assert shown == "Cause Fix · No <mark>link</mark> Plug it in. Then wait: It comes"


ROWS = "Error · Cause\nE-7 · No link\nWait a little, then look for the link again.\n" + FILLER


def test_prose_comes_before_a_row_of_a_table() -> None:
    shown = excerpt(ROWS, terms("link", "en"), "en")
    assert shown.startswith("… Wait a little, then look for the <mark>link</mark> again.")


def test_a_row_is_shown_from_its_first_cell() -> None:
    shown = excerpt(ROWS, terms("E-7", "en"), "en")
    assert shown.startswith("… <mark>E-7</mark> · No link; Wait a little")


def test_a_text_cannot_bring_marks_of_its_own() -> None:
    assert str(excerpt("\ue000not\ue001 <mark>here</mark> calls", ["call"], "en")) == (
        "not &lt;mark&gt;here&lt;/mark&gt; <mark>calls</mark>"
    )
