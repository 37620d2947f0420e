"""The steps that people take on a ticket. Each takes the ticket, who acts (None: a guest by the ticket's link) and now,

decides on what is true inside `writing()`, leaves an event, and raises Forbidden with the reason where it may not be."""

from portal.tickets.steps.ending import (
    close,
    close_by_itself,
    confirm,
    is_rateable,
    is_reopenable,
    link_article,
    rate,
    reopen,
    resolve,
)
from portal.tickets.steps.moving import Words, owns, render, steps_for
from portal.tickets.steps.placing import assign, escalate, reclassify, release, take
from portal.tickets.steps.sharing import add_colleague, colleague_by_address, remove_colleague
from portal.tickets.steps.talking import ask_client, await_provider, note, reply, resume

__all__ = [
    "Words",
    "add_colleague",
    "ask_client",
    "assign",
    "await_provider",
    "close",
    "close_by_itself",
    "colleague_by_address",
    "confirm",
    "escalate",
    "is_rateable",
    "is_reopenable",
    "link_article",
    "note",
    "owns",
    "rate",
    "reclassify",
    "release",
    "remove_colleague",
    "render",
    "reopen",
    "reply",
    "resolve",
    "resume",
    "steps_for",
    "take",
]
