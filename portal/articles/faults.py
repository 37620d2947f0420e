"""What can be wrong with a file of the folder. The words for it stand in `wording.py`."""

from enum import StrEnum


class Fault(StrEnum):
    """Why a file was refused."""

    TOO_LONG = "too_long"
    NOT_UTF8 = "not_utf8"
    NO_OPENING = "no_opening"
    NO_CLOSING = "no_closing"
    NOT_YAML = "not_yaml"
    NOT_FIELDS = "not_fields"
    TOO_DEEP = "too_deep"
    ALIAS = "alias"
    TWICE = "twice"
    MISSING = "missing"
    NOT_TEXT = "not_text"
    NOT_ONE_OF = "not_one_of"
    NOT_A_DAY = "not_a_day"
    OTHER_LANGUAGE = "other_language"
    NO_PLANS = "no_plans"
    BAD_NAME = "bad_name"
    TOO_TANGLED = "too_tangled"
    NOT_TOPICS = "not_topics"
    NOT_A_FILE = "not_a_file"


class Unreadable(ValueError):
    """A file that cannot be taken in: what is wrong, in which line (1 is the first; 0: the whole file)."""

    def __init__(self, fault: Fault, line: int = 0, **values: str) -> None:
        super().__init__(f"{fault} in line {line}: {values}")
        self.fault = fault
        self.line = line
        self.values = values
