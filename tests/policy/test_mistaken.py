"""Whatever is wrong in a policy file is told by line, key and remedy: on a page in its language, by commands in English."""

import ast
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest
from flask import Flask

import portal.policy
from portal.ground.catalogue import _
from portal.ground.language import force_locale
from portal.policy.hinting import hints
from portal.policy.loading import PolicyError, load, parse
from portal.policy.mistake import Mistake, Sentence
from tests.policy.mistaken import LONG_DAYS, MORE, SHAPES, SLIPS, SOUND
from tests.policy.test_checking import WHOLE, WRONG

RARE = {
    "This version of the policy was never saved here.",
    "Choose another policy, or upload the file again.",
    "'%(value)s' isn’t valid here.",
    "Follow the example of a policy that comes with the portal.",
    "The file can’t be read.",
    "Check its path and the disk it’s on.",
    "The portal doesn’t have permission to read this file.",
    "Give read permission to the user the portal runs as.",
}
"""What only a newer pydantic, a broken disk or another user than the tests' could bring about."""
ENGLISH = {"the", "is", "not", "of", "and", "to", "write", "remove", "this", "here", "has"}
QUOTED = re.compile(r"«.*?»|\[.*?\]|\{.*?\}|\".*?\"|'.*?'")


def found(text: str) -> list[tuple[int, Mistake]]:
    with pytest.raises(PolicyError) as error:
        parse(text, "my.toml")
    return error.value.found


@pytest.mark.parametrize(("old", "new", "key", "told"), SHAPES + SLIPS)
def test_it_is_told_by_line_key_and_remedy(old: str, new: str, key: str, told: str) -> None:
    assert old in SOUND
    with pytest.raises(PolicyError) as error:
        parse(SOUND.replace(old, new, 1), "my.toml")
    lines = [line for line in str(error.value).splitlines() if told in line]
    assert lines, str(error.value)
    where = r"my\.toml:\d+: " + re.escape(f"{key}: " if key else "")
    assert any(re.match(where, line) and " How to fix it: " in line for line in lines), lines


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ('a = """\nb = 1\nc = 2\n', 1),
        ('a = 1\nb = ["x",\n  "y"\n# end\n', 2),
        ('a = 1\n\nb = {es = "x"', 3),
        ("a = 1\nb =", 2),
        ("a = " + "[" * 9999, 0),
        ("a = " + "9" * 5000, 0),
    ],
)
def test_what_is_never_closed_is_told_where_it_begins(text: str, line: int) -> None:
    assert [each for each, _mistake in found(text)] == [line]


def test_a_file_that_cannot_be_read_says_why(tmp_path: Path) -> None:
    assert [str(sentence) for sentence in _of_files(tmp_path)] == [
        "This file doesn’t exist.",
        "This is a folder or a device, not a file.",
        "This line has characters that aren’t in UTF-8.",
        "The file can’t be read.",
    ]


def test_the_mark_of_an_editor_is_no_mistake(tmp_path: Path) -> None:
    path = tmp_path / "mine.toml"
    path.write_text(SOUND, "utf-8-sig")
    assert load(str(path)) == parse(SOUND, "mine.toml")


def test_every_sentence_about_a_file_has_its_mistake(tmp_path: Path) -> None:
    """None of them stands in the rules unread: each is provoked by some file of these tests."""
    provoked = {
        sentence.text for sentence in [*_every_sentence(), *_of_files(tmp_path, remedies=True)]
    }
    assert _written() - provoked == RARE - provoked


def test_a_page_says_all_of_it_in_spanish(app: Flask, tmp_path: Path) -> None:
    with force_locale("es"):
        for sentence in [*_every_sentence(), *_of_files(tmp_path, remedies=True)]:
            said = _(sentence.text, **sentence.values)
            assert said != str(sentence), f"not in the catalogue: {sentence.text}"
            assert all(str(value) in said for value in _shown(sentence)), said
            assert "%(" not in said
            plain = QUOTED.sub("", _(sentence.text, **dict.fromkeys(sentence.values, ""))).lower()
            assert not ENGLISH & set(re.findall(r"\w+", plain)), said


def test_a_command_says_it_in_english_wherever_it_runs(
    app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LANG", "es_CL.UTF-8")
    with force_locale("es"), pytest.raises(PolicyError, match=r"'gold' is unknown.*Use one of"):
        parse(SOUND.replace('plan = "premium"', 'plan = "gold"'), "my.toml")


def _texts() -> Iterator[str]:
    for old, new, _key, _told in SHAPES + SLIPS:
        yield SOUND.replace(old, new, 1)
    for old, new, *_more in WRONG:
        yield WHOLE.replace(old, new, 1)
    for old, new in MORE:
        assert old in WHOLE, old
        yield WHOLE.replace(old, new)


@cache
def _every_sentence() -> list[Sentence]:
    """What all the mistaken texts, and one that has hints, bring about."""
    told = [mistake for text in _texts() for _line, mistake in found(text)]
    told += [hint for _line, hint in hints(parse(WHOLE.replace(*LONG_DAYS), "my.toml"))]
    return [sentence for mistake in told for sentence in (mistake.words, mistake.remedy)]


def _of_files(folder: Path, remedies: bool = False) -> list[Sentence]:
    """What is said of a file that is not there, a folder, one of another encoding, and a name that cannot be one."""
    latin = folder / "latin.toml"
    latin.write_bytes('a = 1\nb = "España"'.encode("latin-1"))
    sentences = []
    for path in (f"{folder}/none.toml", f"{folder}/", str(latin), "/\0.toml"):
        with pytest.raises(PolicyError) as error:
            load(path)
        ((line, mistake),) = error.value.found
        assert line == (2 if path == str(latin) else 0)
        sentences += [mistake.words, mistake.remedy] if remedies else [mistake.words]
    return sentences


def _shown(sentence: Sentence) -> list[object]:
    return [value for name, value in sentence.values.items() if f"%({name})s" in sentence.text]


def _written() -> set[str]:
    """Every sentence that a module of the room marks for the catalogue with its `_l`."""
    calls = [
        node
        for path in Path(portal.policy.__file__).parent.glob("*.py")
        for node in ast.walk(ast.parse(path.read_text()))
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "_l"
    ]
    return {str(call.args[0].value) for call in calls if isinstance(call.args[0], ast.Constant)}
