"""Articles in the reader's words: kinds, states, and what a sync or an import says about a file."""

from collections.abc import Callable

from portal.articles.faults import Fault, Unreadable
from portal.articles.kinds import Kind, Status
from portal.ground.catalogue import _, _l

KIND_WORDS: dict[str, str] = {
    Kind.USER_MANUAL: _l("User manual"),
    Kind.GUIDE: _l("Guide"),
    Kind.FAQ: _l("Questions and answers"),
    Kind.VIDEO: _l("Video"),
    Kind.TECHNICAL: _l("Technical article"),
    Kind.KNOWN_PROBLEM: _l("Known problem"),
    Kind.BEST_PRACTICE: _l("Good practice"),
    Kind.CASE_STUDY: _l("Case study"),
    Kind.TRAINING: _l("Training"),
    Kind.POLICY: _l("Policy"),
}
STATUS_NAMES: dict[str, str] = {
    Status.DRAFT: _l("Draft"),
    Status.IN_REVIEW: _l("In review"),
    Status.PUBLISHED: _l("Published"),
    Status.REPLACED: _l("Replaced"),
    Status.RETIRED: _l("Retired"),
}

_FAULTS: dict[Fault, Callable[[dict[str, str]], str]] = {
    Fault.TOO_LONG: lambda v: _(
        "the file is larger than %(limit)s. Split it into several articles.", **v
    ),
    Fault.NOT_UTF8: lambda v: _(
        "the text is not in UTF-8. Save the file again with the encoding UTF-8.", **v
    ),
    Fault.NO_OPENING: lambda v: _(
        "the file must begin with a line of three hyphens (---), followed by its fields.", **v
    ),
    Fault.NO_CLOSING: lambda v: _(
        "the fields have no end. Put a line of three hyphens (---) after the last one.", **v
    ),
    Fault.NOT_YAML: lambda v: _(
        "this can’t be read as a field (%(problem)s). Put the value in 'single quotes', and indent with spaces.",
        **v,
    ),
    Fault.NOT_FIELDS: lambda v: _(
        "a field was expected here. Write each one as “name: value”.", **v
    ),
    Fault.TOO_DEEP: lambda v: _("the value is nested too deeply. Use a simple list.", **v),
    Fault.ALIAS: lambda v: _(
        "a value begins with & or *, which marks a reference. Put the value in 'single quotes'.",
        **v,
    ),
    Fault.TWICE: lambda v: _("the field “%(field)s” appears twice. Remove one.", **v),
    Fault.MISSING: lambda v: _("the field “%(field)s” is missing. Add it.", **v),
    Fault.NOT_TEXT: lambda v: _(
        "“%(field)s” contains nested values. Use text, or a list of texts.", **v
    ),
    Fault.NOT_ONE_OF: lambda v: _(
        "“%(found)s” is not a value for “%(field)s”. Use one of these: %(known)s.", **v
    ),
    Fault.NOT_A_DAY: lambda v: _(
        "“%(found)s” isn’t a valid date for “%(field)s”. Use the format 2026-03-31.", **v
    ),
    Fault.OTHER_LANGUAGE: lambda v: _(
        "the file lies in the folder “%(language)s” but says another language. Move it, or change “language”.",
        **v,
    ),
    Fault.NO_PLANS: lambda v: _(
        "the audience is “plans”, but no plans are listed. Add a line like “plans: [premium]”.", **v
    ),
    Fault.BAD_NAME: lambda v: _(
        "the file name becomes the article’s address. Use lower-case characters a to z, digits and hyphens, like “%(better)s”.",
        **v,
    ),
    Fault.TOO_TANGLED: lambda v: _(
        "this article takes too long to show. Look for a long run of brackets or other marks, or for hundreds of list items or headings without a blank line between them, and simplify it.",
        **v,
    ),
    Fault.NOT_TOPICS: lambda v: _(
        "the topics can’t be read (%(problem)s). Each one must begin with [[topic]] and have a slug and a title.",
        **v,
    ),
    Fault.NOT_A_FILE: lambda v: _("this is not an ordinary file that can be read.", **v),
}


def kind_words(kind: str) -> str:
    """The kind of an article in the reader's words."""
    return str(KIND_WORDS.get(kind, kind))


def status_words(status: str) -> str:
    """The state of a revision in the reader's words."""
    return str(STATUS_NAMES.get(status, status))


def fault_words(error: Unreadable) -> str:
    """What is wrong with a file, in which line, and how to mend it."""
    words = _FAULTS[error.fault](error.values)
    return _("line %(line)s: %(words)s", line=error.line, words=words) if error.line else words
