"""What any engine owes to a question: words as people write them, phrases, what is unwanted, synonyms,
filters and their counts, another language; and the reasons for all of it."""

from collections.abc import Callable

import pytest

from portal.search.analysis import terms
from portal.search.engine import Answer, Engine, Entry, Query, Reader, Section
from portal.search.question import question
from tests.search.base import VISITOR, asked

CODES = (
    "0x80070005", "ERR_CONNECTION_RESET", "E-1042", "10.4.2", "/etc/hosts", "user@host", "C++",
)  # fmt: skip


def entry(number: int, title: str, text: str, language: str = "en", **more: str) -> Entry:
    tags = tuple(more.pop("tags", "").split())
    sections = (Section("", "", (), text),)
    return Entry(number, language, title, "everyone", tags=tags, sections=sections, **more)


ENGLISH = [
    entry(
        1,
        "Reset the password",
        "Press the link in the letter. The page of the account opens after authentication.",
    ),
    entry(2, "The account page", "The password is changed on the page. Reset nothing."),
    entry(3, "Invoices", "An invoice is a bill. Configuration of invoices.", kind="guide"),
    entry(4, "Billing", "Every bill is sent by mail.", kind="guide", product="desk"),
    entry(5, "Mail", "Mail arrives late, every bill too.", kind="known-problem", product="desk"),
]
SPANISH = [
    entry(20, "Cambiar la contraseña", "El sistema restableció las sesiones.", "es"),
    entry(21, "Facturas del año", "Las facturas llegan en español por correo.", "es"),
]
WITH_CODES = [entry(30 + n, f"Fault {n}", f"It says {code} now.") for n, code in enumerate(CODES)]


@pytest.fixture
def engine(new_engine: Callable[[str], Engine]) -> Engine:
    built = new_engine("index")
    built.rebuild([*ENGLISH, *SPANISH, *WITH_CODES])
    return built


def ids(answer: Answer) -> list[int]:
    return [found.article_id for found in answer.found]


def with_synonyms(engine: Engine, text: str, **synonyms: str) -> Answer:
    """Asked where each keyword ('sign_in') has the words after it for synonyms, comma-separated."""
    known = {
        tuple(terms(word.replace("_", " "), "en")): tuple(others.split(","))
        for word, others in synonyms.items()
    }
    return engine.find(Query(question(text, "en", known), "en", VISITOR, with_reasons=True))


@pytest.mark.parametrize(
    ("written", "article"),
    [
        ("contrasena", 20),  # no tilde at hand
        ("contraseñas", 20),
        ("CONTRASEÑA", 20),
        ("restablecio", 20),
        ("restablecer", 20),
        ("sesion", 20),
        ("factura", 21),
        ("ano", 21),
        ("espanol", 21),
    ],
)
def test_spanish_as_people_write_it(engine: Engine, written: str, article: int) -> None:
    assert ids(asked(engine, written, "es"))[:1] == [article]


@pytest.mark.parametrize(("code", "article"), [(code, 30 + n) for n, code in enumerate(CODES)])
def test_codes_are_found_exactly(engine: Engine, code: str, article: int) -> None:
    assert ids(asked(engine, code))[0] == article
    assert ids(asked(engine, f"what is {code.lower()}?"))[0] == article


def test_a_phrase_must_stand_in_order(engine: Engine) -> None:
    assert set(ids(asked(engine, "account page"))) == {1, 2}
    assert ids(asked(engine, '"account page"')) == [2]
    assert ids(asked(engine, '"page of the accounts"')) == [1]  # stop words and endings give way
    assert ids(asked(engine, '"page account letter"')) == []
    assert ids(asked(engine, '"nowhere to be seen" password')) == []


def test_a_phrase_ends_with_its_field(engine: Engine) -> None:
    assert ids(asked(engine, '"password press"')) == []
    engine.apply([entry(6, "Tagged", "Nothing.", tags="alpha bravo")], [])
    assert ids(asked(engine, "alpha bravo")) == [6]
    assert ids(asked(engine, '"alpha bravo"')) == []


def test_every_phrase_is_a_must(engine: Engine) -> None:
    assert ids(asked(engine, '"every bill" "mail arrives"')) == [5]
    assert set(ids(asked(engine, '"every bill" late'))) == {4, 5}


def test_what_is_unwanted_is_left_out(engine: Engine) -> None:
    assert ids(asked(engine, "password -letter")) == [2]
    assert ids(asked(engine, "password -letters")) == [2]
    assert ids(asked(engine, 'password -"account opens"')) == [2]
    assert set(ids(asked(engine, 'password -"opens account"'))) == {1, 2}
    assert set(ids(asked(engine, "password -unheardof"))) == {1, 2}
    assert asked(engine, "-password").total == 0


def test_a_synonym_finds_but_the_word_itself_goes_first(engine: Engine) -> None:
    assert ids(with_synonyms(engine, "wage", wage="invoice")) == [3]
    assert ids(with_synonyms(engine, "receipt", receipt="account page")) == [2]
    both = with_synonyms(engine, "invoices", invoice="bill")
    assert ids(both)[0] == 3
    assert {3, 4} <= set(ids(both))
    assert {"invoic", "bill"} <= both.terms


def test_synonyms_do_not_add_up(engine: Engine) -> None:
    alone = with_synonyms(engine, "bill").found
    score = {found.article_id: found.score for found in alone}
    for text in ("bill", "bill invoice", "invoice bill"):
        joint = with_synonyms(engine, text, bill="invoice", invoice="bill").found
        assert all(
            found.score <= 1.001 * score[found.article_id]
            for found in joint
            if found.article_id in (4, 5)
        )
        assert all(len(found.reasons) == 1 for found in joint)


def test_filters_narrow_and_counts_are_right(engine: Engine) -> None:
    answer = asked(engine, "bill mail", with_counts=True)
    assert set(ids(answer)) == {3, 4, 5}
    assert answer.counts == {
        "kind": {"guide": 2, "known-problem": 1},
        "topic": {},
        "product": {"desk": 2},
    }
    for facet, values in answer.counts.items():
        for value, count in values.items():
            narrowed = asked(engine, "bill mail", chosen={facet: [value]})
            assert narrowed.total == len(narrowed.found) == count


def test_counts_of_a_facet_leave_its_own_choice_out(engine: Engine) -> None:
    answer = asked(
        engine, "bill mail", with_counts=True, chosen={"kind": ["guide"], "product": ["desk"]}
    )
    assert ids(answer) == [4]
    assert answer.counts["kind"] == {"guide": 1, "known-problem": 1}
    assert answer.counts["product"] == {"desk": 1}
    either = asked(engine, "bill mail", chosen={"kind": ["guide", "known-problem"]})
    assert set(ids(either)) == {3, 4, 5}
    assert asked(engine, "bill mail", chosen={"kind": ["nothing"]}).total == 0


def test_counts_show_only_what_the_reader_may_read(engine: Engine) -> None:
    secret = Entry(7, "en", "Bills of agents", "agents", kind="secret")
    engine.apply([secret], [])
    assert "secret" not in asked(engine, "bill", with_counts=True).counts["kind"]
    agent = Reader(is_agent=True, is_signed_in=True)
    assert asked(engine, "bill", reader=agent, with_counts=True).counts["kind"]["secret"] == 1


def test_only_the_total_may_be_asked_for(engine: Engine) -> None:
    answer = asked(engine, "bill", count=0, with_counts=True)
    assert answer.found == []
    assert answer.total == 3
    assert answer.counts["kind"]["guide"] == 2


def abroad(engine: Engine, text: str, language: str, articles_in: str) -> Answer:
    query = Query(question(text, language), articles_in, VISITOR, with_reasons=True)
    return engine.find(query)


def test_another_language_is_searched_by_what_looks_alike(engine: Engine) -> None:
    answer = abroad(engine, "la autenticación", "es", "en")
    assert ids(answer) == [1]
    assert [reason.how for reason in answer.found[0].reasons] == ["alike"]
    assert "authent" in answer.terms
    assert ids(abroad(engine, "configuración", "es", "en")) == [3]
    assert ids(abroad(engine, "error E-1042", "es", "en"))[0] == 32
    assert ids(abroad(engine, "sessions of the system", "en", "es")) == [20]
    assert ids(abroad(engine, "zanahoria", "es", "en")) == []


def test_short_words_are_not_alike_by_their_beginning(engine: Engine) -> None:
    engine.apply([Entry(90, "es", "El canal", "everyone")], [])
    assert ids(abroad(engine, "calls", "en", "es")) == []


def test_in_its_own_language_nothing_is_taken_for_alike(engine: Engine) -> None:
    assert ids(asked(engine, "autenticación", "en")) == []


def test_the_reasons_add_up_to_the_score(engine: Engine) -> None:
    for text in ('"every bill" mail late', "reset the password", "E-1042 fault"):
        answer = asked(engine, text, with_reasons=True)
        assert answer.found
        for found in answer.found:
            assert sum(reason.worth for reason in found.reasons) == pytest.approx(
                found.score, rel=1e-3
            )
            assert all(reason.times and reason.rarity > 0 for reason in found.reasons)
    assert not asked(engine, "bill").found[0].reasons


def test_what_an_excerpt_should_mark(engine: Engine) -> None:
    assert {"reset", "password"} <= asked(engine, "reset the password").terms
    assert {"everi", "bill"} <= asked(engine, '"every bill"').terms


def test_words_written_together_or_apart(engine: Engine) -> None:
    engine.apply(
        [entry(8, "Login", "The login fails."), entry(9, "Wi-fi", "The wi-fi is slow.")], []
    )
    assert ids(asked(engine, "log in"))[0] == 8
    assert ids(asked(engine, "wifi"))[0] == 9


def test_a_rare_everyday_word_does_not_outrank_the_answer(
    new_engine: Callable[[str], Engine],
) -> None:
    """In a base of ten articles, a verb that one of them holds is rare by chance."""
    small = new_engine("small")
    others = ["Facturas", "Pedidos", "Envíos", "Precios", "Devoluciones", "Cuentas", "Informes"]
    texts = "Si tengo dudas, escribo. Un problema se resuelve pronto."
    small.rebuild(
        [
            entry(1, "Cambiar la contraseña", "Pulse el enlace de la contraseña.", "es"),
            entry(2, "Horarios", texts, "es"),
            entry(3, "Contraseña del correo", "Ajuste la contraseña en su cuenta.", "es"),
            *(entry(10 + n, title, f"{title} aquí.", "es") for n, title in enumerate(others)),
        ]
    )
    assert ids(asked(small, "tengo un problema con mi contraseña", "es"))[0] in (1, 3)
