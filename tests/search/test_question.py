"""How a question is taken apart: quotes, dashes, synonyms; and what is only pasted."""

from portal.search.analysis import terms
from portal.search.question import Question, Synonyms, Wanted, question


def wanted(text: str, synonyms: Synonyms | None = None) -> list[str]:
    return [one.words for one in question(text, "en", synonyms or {}).wanted]


def key(words: str) -> tuple[str, ...]:
    return tuple(terms(words, "en"))


def test_words_phrases_and_what_is_unwanted() -> None:
    assert question('reset "sign-in page" -mobile -"old app"', "en") == Question(
        'reset "sign-in page" -mobile -"old app"',
        "en",
        (Wanted("reset"), Wanted("sign-in page", is_phrase=True)),
        ("mobile", "old app"),
    )


def test_a_dash_within_a_word_or_by_itself_is_none() -> None:
    asked = question("E-1042 wi-fi - off", "en")
    assert [one.words for one in asked.wanted] == ["E-1042", "wi-fi", "-", "off"]
    assert not asked.without


def test_a_quote_that_is_not_closed_is_none() -> None:
    assert wanted('open "the report') == ["open", "the", "report"]
    assert wanted('""') == []


def test_a_sentence_or_a_pasted_text_has_its_own_quotes_and_dashes() -> None:
    sentence = 'When I press "Save" on the page of my account the app says that nothing was changed'
    assert not any(one.is_phrase for one in question(sentence, "en").wanted)
    log = 'level=error msg="not found"\n-retry 3\n-give up'
    assert not any(one.is_phrase for one in question(log, "en").wanted)
    assert question(log, "en").without == ()


def test_synonyms_are_looked_up_by_their_terms() -> None:
    synonyms = {key("sign in"): ("log in",), key("password"): ("passphrase",)}
    asked = question("I cannot SIGN IN, passwords fail", "en", synonyms)
    assert Wanted("SIGN", ("log in",)) in asked.wanted  # 'in' tells nothing
    assert Wanted("passwords", ("passphrase",)) in asked.wanted
    assert Wanted("fail") in asked.wanted


def test_the_longest_entry_goes_first() -> None:
    synonyms = {key("bank"): ("branch",), key("bank account number"): ("IBAN",)}
    assert wanted("my bank account number", synonyms) == ["my", "bank account number"]


def test_a_phrase_has_no_synonyms() -> None:
    asked = question('"password"', "en", {key("password"): ("passphrase",)})
    assert asked.wanted == (Wanted("password", is_phrase=True),)


def test_any_text_is_a_question() -> None:
    for text in ("", " ", '"', "-", '-"', '"" -""', "\x00", "x" * 300_000, "-x " * 100_000):
        question(text, "es")
