"""Articles for a base: the real ones of CORPUS, or as many as wanted of 6 sections and 2 kB each, made up."""

import os
import random
import shutil
from pathlib import Path

LANGUAGES = ("es", "en")
TOPICS = 10
WORDS = {
    "es": "la llamada el agente cola de espera informe turno cliente sesión clave correo red audio "
    "copia respaldo navegador mensaje ajuste permiso consola reinicie compruebe abra guarde",
    "en": "the call an agent waiting queue report shift client session password mail network sound "
    "copy backup browser message setting permission console restart check open save",
}


class NoCorpusError(Exception):
    """What is to be measured needs the real articles, and they are not there."""


def corpus() -> Path:
    """The folder of real articles. Raises NoCorpusError where CORPUS names none."""
    named = os.environ.get("CORPUS", "")
    if not named or not Path(named).is_dir():
        raise NoCorpusError(
            "This is measured over about 4,000 real articles. Give their folder: "
            "CORPUS=../shared/corpora/known-issues python -m tests.benchmarks"
        )
    return Path(named)


def every(source: Path, step: int, target: Path) -> None:
    """Copy every so-manyth article of a folder."""
    for path in sorted(source.rglob("*.md"))[::step]:
        copy = target / path.relative_to(source)
        copy.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(path, copy)


def make(count: int, folder: Path) -> None:
    """Write `count` articles as the portal's own folder holds them, in pairs of both languages, with their topics."""
    dice = random.Random(count)  # noqa: S311 (the same articles every time)
    for language in LANGUAGES:
        home = folder / language
        home.mkdir(parents=True, exist_ok=True)
        topics = [
            f'[[topic]]\nslug = "topic-{n}"\ntitle = "{_title(language, dice)}"\n'
            for n in range(TOPICS)
        ]
        (home / "topics.toml").write_text("\n".join(topics), encoding="utf-8")
        for number in range(count // len(LANGUAGES)):
            text = _article(language, number, dice)
            (home / f"article-{number}.md").write_text(text, encoding="utf-8")


def _article(language: str, number: int, dice: random.Random) -> str:
    pair = "" if language == LANGUAGES[0] else f"translation_of: article-{number}\n"
    head = (
        f"title: {_title(language, dice)} {number}\ntype: guide\nstatus: published\nlanguage: {language}\n"
        f"slug: article-{number}\ntopic: topic-{number % TOPICS}\naudience: everyone\n"
        f"updatedAt: 2026-01-15\napprover: Valeria\n{pair}"
    )
    sections = [f"## {_title(language, dice)} {n}\n\n{_prose(language, dice)}" for n in range(6)]
    return f"---\n{head}---\n" + "\n\n".join(sections) + "\n"


def _title(language: str, dice: random.Random) -> str:
    return " ".join(dice.sample(WORDS[language].split(), 4)).capitalize()


def _prose(language: str, dice: random.Random) -> str:
    return " ".join(dice.choices(WORDS[language].split(), k=48)).capitalize() + "."
