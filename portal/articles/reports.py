"""What a sync or an import did, file by file, in words."""

from collections import Counter
from dataclasses import dataclass, field
from enum import StrEnum

from portal.articles.faults import Unreadable
from portal.articles.wording import fault_words
from portal.ground.catalogue import _


class Outcome(StrEnum):
    """What became of one file."""

    PUBLISHED = "published"
    IN_REVIEW = "in_review"
    DRAFT = "draft"
    RETIRED = "retired"
    WRITTEN = "written"
    RENAMED = "renamed"
    CONFLICT = "conflict"
    REFUSED = "refused"
    KEPT = "kept"
    CHANGED = "changed"
    UNLINKED = "unlinked"
    SKIPPED = "skipped"
    TOPIC = "topic"


@dataclass(frozen=True)
class Note:
    """One line of a report: the file, what became of it, and a sentence."""

    path: str
    outcome: Outcome
    words: str

    def __str__(self) -> str:
        return f"{self.path}: {self.words}"


@dataclass
class Report:
    """What was done. `same` counts the files that were as they should be; `unsaid` those that simply
    came in, by the thousand, in an import.
    """

    notes: list[Note] = field(default_factory=list)
    unsaid: Counter[str] = field(default_factory=Counter)
    same: int = 0

    def note(self, path: str, outcome: Outcome, words: str) -> None:
        self.notes.append(Note(path, outcome, words))

    def refuse(self, path: str, refusal: Unreadable) -> None:
        self.note(path, Outcome.REFUSED, fault_words(refusal))

    def of(self, *outcomes: Outcome) -> list[Note]:
        """The notes of these outcomes."""
        return [note for note in self.notes if note.outcome in outcomes]

    def counts(self) -> dict[str, int]:
        """How many files had each outcome; 'same' for those that needed nothing."""
        said = Counter(str(note.outcome) for note in self.notes)
        return {**(said + self.unsaid), "same": self.same}

    def lines(self) -> list[str]:
        """The report in sentences, one a file."""
        return [str(note) for note in self.notes]

    @property
    def has_changed_anything(self) -> bool:
        quiet = {Outcome.REFUSED, Outcome.KEPT, Outcome.CONFLICT, Outcome.UNLINKED}
        return bool(self.unsaid) or any(note.outcome not in quiet for note in self.notes)


def taken_in_words(outcome: Outcome) -> str:
    """What is said of a file that became a revision."""
    return {
        Outcome.PUBLISHED: lambda: _("published as it is in the folder."),
        Outcome.IN_REVIEW: lambda: _(
            "imported and waiting for review: the file doesn’t name an approver."
        ),
        Outcome.DRAFT: lambda: _("imported as a draft."),
        Outcome.RETIRED: lambda: _("retired, as specified in the file."),
    }[outcome]()
