"""A mistake in a policy file, and how one is worded: where, what, and how to mend it."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from difflib import get_close_matches

Path = tuple[str | int, ...]


@dataclass(frozen=True)
class Sentence:
    """A sentence of the catalogue that is yet to be said: `str` says it in English, as commands and logs do;
    a page says `text`, with these values, in its reader's language."""

    text: str
    values: Mapping[str, object] = field(default_factory=dict)

    def __str__(self) -> str:
        return self.text % self.values

    def filled(self, **values: object) -> "Sentence":
        """The same with these values."""
        return replace(self, values=values)


def _l(text: str, /, **values: object) -> Sentence:
    """As the catalogue's `_l`, which rules cannot import: marks the sentence for the catalogue, says it later."""
    return Sentence(text, values)


@dataclass(frozen=True)
class Mistake:
    """What is wrong at `path` (keys and numbers as in the file), and how to mend it."""

    path: Path
    words: Sentence
    remedy: Sentence


class Unfit(ValueError):
    """A value that means nothing where it stands: what is wrong with it, and how to mend it."""

    def __init__(self, words: Sentence, remedy: Sentence) -> None:
        super().__init__(f"{words} {remedy}")
        self.words = words
        self.remedy = remedy


def unknown(path: Path, name: str, known: Collection[str], table: str) -> Mistake:
    """`name` should be the key of one of the file's [[table]]; `known` are theirs."""
    words = _l("'%(name)s' is unknown: no [[%(table)s]] has this key.", name=name, table=table)
    if known:
        return Mistake(path, words, one_of(name, known))
    remedy = _l("Remove it, or add a [[%(table)s]] with this key.", table=table)
    return Mistake(path, words, remedy)


def one_of(name: str, known: Iterable[str]) -> Sentence:
    """The remedy where one of the `known` is meant, the nearest to `name` first; what has no order is sorted."""
    names = list(known) if isinstance(known, Sequence) else sorted(known)
    listed = ", ".join(names)
    if not names:
        return _l("Remove it.")
    if len(names) == 1:
        return _l("Use '%(name)s': it’s the only option.", name=listed)
    if near := get_close_matches(name, names, n=1):
        return _l("Did you mean '%(near)s'? Or use one of: %(names)s.", near=near[0], names=listed)
    return _l("Use one of: %(names)s.", names=listed)
