"""Which letter a deed makes for whom: the rules alone, over every kind of event and every part."""

import itertools

import pytest

from portal.post.kinds import Deed, LetterKind, Part, letter_for
from portal.tickets.events import EventKind as E

REQUESTER, COLLEAGUE, ASSIGNEE = Part.REQUESTER, Part.COLLEAGUE, Part.ASSIGNEE


def deed(*kinds: E, by_agent: bool = True, **facts: bool) -> Deed:
    return Deed(kinds=frozenset(kinds), by_agent=by_agent, **facts)


@pytest.mark.parametrize(
    ("happened", "part", "letter", "reason"),
    [
        (deed(E.REPLIED, E.TAKEN), REQUESTER, LetterKind.REPLY, "the words matter more"),
        (
            deed(E.WAITING, E.TAKEN, asks_client=True),
            REQUESTER,
            LetterKind.QUESTION,
            "they must act",
        ),
        (deed(E.WAITING), REQUESTER, LetterKind.CHANGE, "a provider is waited for"),
        (deed(E.RESOLVED, E.TAKEN), COLLEAGUE, LetterKind.RESOLUTION, "they had the problem too"),
        (deed(E.CONFIRMED, by_agent=False), COLLEAGUE, None, "they can see it; nothing to do"),
        (deed(E.OPENED), COLLEAGUE, None, "there is none yet"),
        (deed(E.REPLIED, by_agent=False), ASSIGNEE, LetterKind.CLIENT_REPLY, "the client waits"),
        (deed(E.REPLIED), ASSIGNEE, None, "an agent has answered"),
        (deed(E.REOPENED, by_agent=False), ASSIGNEE, LetterKind.REOPENED, "it is theirs again"),
        (deed(E.ASSIGNED), ASSIGNEE, LetterKind.ASSIGNED, "it is theirs now"),
        (deed(E.ASSIGNED), REQUESTER, None, "who has it stands on the page"),
        (deed(E.NOTED), REQUESTER, None, "a note is for the desk"),
        (deed(E.ARTICLE_LINKED), REQUESTER, None, "the desk's own affair"),
        (deed(E.RATED, by_agent=False), REQUESTER, None, "their own rating"),
        (deed(E.CONFIRMED, by_agent=False, is_rated=True), REQUESTER, None, "rated already"),
    ],
)
def test_who_hears_what(happened: Deed, part: Part, letter: LetterKind | None, reason: str) -> None:
    assert letter_for(happened, part, did_it=False) is letter, reason


def test_nobody_hears_of_their_own_deed_but_what_was_received_and_the_rating() -> None:
    own = {
        letter_for(deed(kind, by_agent=by_agent), part, did_it=True)
        for kind, part, by_agent in itertools.product(E, Part, (True, False))
    }
    assert own == {None, LetterKind.ACKNOWLEDGEMENT, LetterKind.RATING_REQUEST}


def test_what_is_held_makes_no_letter_at_all() -> None:
    for kind, part in itertools.product(E, Part):
        assert letter_for(deed(kind, is_held=True), part, did_it=False) is None
