"""What the contact sheet tells of promises: pauses, handovers, objections, meetings, scope and quotes."""

from datetime import datetime, timedelta

from flask import g
from sqlalchemy import select

from portal.asking import drafting
from portal.ground.db import db, writing
from portal.ground.site import site_row
from portal.people.person import Person
from portal.policy.editions import SHORT, current_policy, note_edition
from portal.tickets import steps
from portal.tickets.arrangement import Meeting, MeetingKind, Quote, Result
from portal.tickets.handover import Destination
from portal.tickets.opening import Filing, open_ticket
from portal.tickets.ticket import Ticket
from portal.tickets.watching import watch

MIN, H, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)
PORTS = "The gateway’s ports were full, so every call was cut. We have opened more of them."


def tell_promises(characters: dict[str, Person], at: datetime) -> dict[str, str]:
    """Let it happen; the references, numbers and keys that the pages name."""
    alice, vera, leo = (characters[name] for name in ("alice", "vera", "leo"))
    with writing():
        places = {"edition": _earlier_edition(at)}
    with writing():
        places |= {
            "varied": _varied(alice, vera, leo, at),
            "handed": _handed(alice, vera, at),
            "lowered": _lowered(alice, vera, "A printer prints every label twice", at).ref,
            "objected": _objected(alice, vera, at),
            "answered": _answered(alice, vera, at),
        }
        places |= _quoted(alice, vera, at) | _times(alice, vera, at) | _agreed(alice, vera, at)
        places |= _own_questions(characters, at)
    with writing():
        watch(at)
    return places


def _earlier_edition(at: datetime) -> str:
    """The site was under another policy until forty days ago."""
    chosen = site_row().policy
    for policy, since in (("planes", at - 200 * DAY), (chosen, at - 40 * DAY)):
        if policy == chosen:
            earlier = current_policy().edition
        site_row().policy = policy
        g.pop("site", None)
        note_edition(since)
        db.session.flush()
    return earlier[:SHORT]


def _open(alice: Person, title: str, severity: str, opened_at: datetime) -> Ticket:
    filing = Filing(
        submit_key=title,
        title=title,
        kind="system-error",
        severity=severity,
        name=alice.name,
        email=alice.email,
        language=alice.language,
        requester=alice,
        is_verified=True,
        product="calls",
        answers={"description": f"{title}, since yesterday."},
        steps=["Open the page", "Choose a day", "Compare both lists"],
    )
    return open_ticket(filing, opened_at)


def _varied(alice: Person, vera: Person, leo: Person, at: datetime) -> str:
    """Taken, asked, answered, lowered, with a provider and back, at another level, promised on another plan."""
    made = _open(alice, "Calls are cut when three lines ring at once", "high", at - 6 * DAY)
    begun = at - 6 * DAY
    words = steps.render
    steps.take(made, vera, begun + 20 * MIN)
    steps.reply(made, vera, words("Thank you, I am looking at the gateway."), begun + 40 * MIN)
    steps.ask_client(made, vera, words("Which three lines are they?"), begun + 2 * H)
    steps.reply(made, alice, words("Reception, the shop and the workshop."), begun + 21 * H)
    because = words("Two lines at once work, so the business goes on.")
    steps.reclassify(made, vera, "medium", "system-error", because, begun + 22 * H)
    outside = steps.Outside("Carrier Sur", "noc@carrier.example", "CS-20931", (at - DAY).date())
    to = Destination.PROVIDER
    told = words("The carrier checks its side of the line.")
    steps.hand_over(made, vera, to, told, begun + 26 * H, outside, is_awaited=True)
    there = steps.open_handovers(made)[0]
    steps.take_back(made, vera, there, words("Their side is in order."), begun + 70 * H)
    steps.escalate(made, vera, "level-2", words("Our network team goes on."), begun + 71 * H)
    steps.take(made, leo, begun + 72 * H)
    plan = next(each.key for each in current_policy().plans if each.key != made.plan)
    steps.move_plan(made, leo, plan, words("Your new plan holds for this one too."), begun + 95 * H)
    steps.reply(made, leo, words(PORTS), begun + 96 * H)
    return made.ref


def _handed(alice: Person, vera: Person, at: datetime) -> str:
    made = _open(alice, "International calls do not go out", "high", at - 26 * H)
    steps.take(made, vera, at - 25 * H)
    day = (at + 2 * DAY).date()
    outside = steps.Outside("Carrier Sur", "noc@carrier.example, +56 2 2345 6789", "CS-21044", day)
    told = steps.render("The carrier has a fault on its international lines and is mending it.")
    to = Destination.PROVIDER
    steps.hand_over(made, vera, to, told, at - 24 * H, outside, is_awaited=True)
    return made.ref


def _lowered(alice: Person, vera: Person, title: str, at: datetime) -> Ticket:
    made = _open(alice, title, "high", at - 7 * H)
    steps.take(made, vera, at - 6 * H)
    because = steps.render("Every other station works, so the work can go on.")
    steps.reclassify(made, vera, "low", "system-error", because, at - 5 * H)
    return made


def _objected(alice: Person, vera: Person, at: datetime) -> str:
    made = _lowered(alice, vera, "The lobby screen stays black", at)
    steps.object_to(made, alice, steps.render("It is our only screen for visitors."), at - 4 * H)
    return made.ref


def _answered(alice: Person, vera: Person, at: datetime) -> str:
    made = _lowered(alice, vera, "The intercom is very quiet", at)
    steps.object_to(made, alice, steps.render("Nobody hears the door any more."), at - 4 * H)
    why = steps.render("You are right that it is tiresome. The doorbell still works, so it stays.")
    steps.answer_objection(made, vera, why, at - 3 * H)
    return made.ref


def _quoted(alice: Person, vera: Person, at: datetime) -> dict[str, str]:
    made = _open(alice, "A report by branch every Monday", "low", at - 30 * H)
    attempt = steps.Attempt("Lab, Firefox 140", Result.PARTLY, "4.18", (1, 2), "Only over Wi-Fi.")
    steps.reproduce(made, vera, attempt, at - 28 * H)
    why = steps.render("The report would be new. We gladly quote it.")
    steps.mark_out_of_scope(made, vera, "uncontracted-development", why, at - 27 * H)
    until = (at + 9 * DAY).date()
    steps.quote(made, vera, steps.Offer(98000, "USD", until, "Three days of work."), at - 26 * H)
    work = "A report by branch, sent every Monday at 7:00.\nTwo days of work, with one round of changes."
    steps.quote(made, vera, steps.Offer(123450, "USD", until, work), at - 3 * H)
    number = db.session.scalars(select(Quote.id).where(Quote.ticket_id == made.id)).all()[-1]
    return {"quoted": made.ref, "quote": str(number)}


def _times(alice: Person, vera: Person, at: datetime) -> dict[str, str]:
    made = _open(alice, "The firewall blocks the web phone", "medium", at - 20 * H)
    steps.take(made, vera, at - 19 * H)
    times = (at + DAY, at + DAY + 3 * H, at + 2 * DAY)
    where = "https://meet.portal.example/rooms/the-firewall-blocks-the-web-phone"
    proposal = steps.Proposal(MeetingKind.REMOTE_SESSION, times, where)
    told = steps.render("Let us look at the firewall together. It takes half an hour.")
    steps.propose_meeting(made, vera, proposal, told, at - 2 * H)
    return {"times": made.ref, "proposed": _meeting_of(made)}


def _agreed(alice: Person, vera: Person, at: datetime) -> dict[str, str]:
    """One agreed and to come, with the client's consent; one that has begun and is not recorded."""
    made = _open(alice, "The recordings have gaps", "medium", at - 20 * H)
    begun = _open(alice, "The directory shows old names", "medium", at - 21 * H)
    for ticket, starts_at in ((made, at + DAY), (begun, at - H)):
        proposal = steps.Proposal(MeetingKind.PHONE_CALL, (starts_at,), "+56 2 2345 6789")
        steps.propose_meeting(ticket, vera, proposal, None, at - 18 * H)
        meeting = db.session.get_one(Meeting, int(_meeting_of(ticket)))
        steps.agree(ticket, alice, meeting, starts_at, at - 17 * H)
    steps.allow_access(made, alice, at - 16 * H)
    attempt = steps.Attempt("Lab, Chrome 141 on Windows 11", Result.YES, "4.18", (1, 2, 3), "")
    steps.reproduce(begun, vera, attempt, at - 10 * H)
    return {"agreed": made.ref, "meeting": _meeting_of(made), "begun": begun.ref}


def _meeting_of(ticket: Ticket) -> str:
    wanted = select(Meeting.id).where(Meeting.ticket_id == ticket.id)
    return str(db.session.scalars(wanted).one())


def _own_questions(characters: dict[str, Person], at: datetime) -> dict[str, str]:
    """Requests whose kind asks what the policy adds: a day; how to call back, and then maybe at which number."""
    restore = {"kind": "backup-restore", "title": "The contacts of the shop are gone"}
    talk = {"kind": "call", "title": "A call about our numbers"}
    call = talk | {"policy.call-by": "phone"}
    more = {"description": "Since Friday evening. We need them for Monday."}
    return {
        name: drafting.begin(person, "-", answers | more, {}, current_policy(), at).key
        for name, person, answers in (
            ("restore_draft", characters["mara"], restore),
            ("call_draft", characters["bob"], call),
            ("video_draft", characters["bob"], talk),
            ("phone_draft", characters["bob"], talk),
        )
    }
