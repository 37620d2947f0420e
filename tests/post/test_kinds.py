"""Which letter a deed makes for whom: the rules alone, over every kind of event and every part."""

import itertools

import pytest

from portal.post.kinds import Deed, LetterKind, Part, letter_for
from portal.tickets.events import EventKind as E

REQUESTER, COLLEAGUE, ASSIGNEE, TEAM = (
    Part.REQUESTER,
    Part.COLLEAGUE,
    Part.ASSIGNEE,
    Part.TEAM,
)


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
        (deed(E.PLACED, by_agent=False), ASSIGNEE, LetterKind.ASSIGNED, "a rule gave it to them"),
        (deed(E.PLACED, by_agent=False), REQUESTER, None, "who has it stands on the page"),
        (deed(E.WARNED, by_agent=False), ASSIGNEE, LetterKind.NOTICE, "they can still be in time"),
        (deed(E.WARNED, by_agent=False), TEAM, LetterKind.NOTICE, "somebody must"),
        (deed(E.BREACHED, by_agent=False), REQUESTER, None, "it stands on the page"),
        (
            deed(E.CHAIN_TOLD, E.BREACHED, by_agent=False),
            Part.CHAIN,
            LetterKind.CHAIN,
            "the policy",
        ),
        (deed(E.CHAIN_TOLD, E.BREACHED, by_agent=False), ASSIGNEE, LetterKind.NOTICE, "one letter"),
        (deed(E.ALERTED, by_agent=False), Part.ALERTED, LetterKind.ALERT, "nobody has taken it"),
        (deed(E.ESCALATED), Part.HANDED, LetterKind.HANDOVER, "it is theirs to look at"),
        (deed(E.ESCALATED), REQUESTER, LetterKind.CHANGE, "they hear where it is"),
        (deed(E.REMINDED, by_agent=False), REQUESTER, LetterKind.REMINDER, "we wait for them"),
        (deed(E.QUOTED, E.QUOTE_LAPSED), REQUESTER, LetterKind.QUOTE, "the new one counts"),
        (deed(E.QUOTED), COLLEAGUE, None, "they cannot accept it"),
        (deed(E.MEETING_PROPOSED), COLLEAGUE, LetterKind.MEETING, "they may choose, too"),
        (deed(E.MEETING_CALLED_OFF), REQUESTER, LetterKind.CHANGE, "they would sit there alone"),
        (deed(E.MEETING_CALLED_OFF, by_agent=False), REQUESTER, None, "a colleague's answer to us"),
        (deed(E.OBJECTED, by_agent=False), ASSIGNEE, LetterKind.CLIENT_DEED, "it wants an answer"),
        (deed(E.QUOTE_ACCEPTED, by_agent=False), TEAM, LetterKind.CLIENT_DEED, "work begins"),
        (deed(E.REPLIED, by_agent=False), TEAM, None, "the queue shows it"),
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
