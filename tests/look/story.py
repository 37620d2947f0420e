"""What happened in the portal of the contact sheet: tickets in every state, told in both languages."""

import io
from datetime import datetime, timedelta

from sqlalchemy import select
from werkzeug.datastructures import FileStorage

from portal.articles.article import Article
from portal.articles.votes import vote
from portal.files.receiving import add, prepare
from portal.ground.db import db, writing
from portal.ground.now import now
from portal.people.organising import add_organisation, add_person
from portal.people.person import Person
from portal.people.roles import Role
from portal.tickets import steps
from portal.tickets.closing import Lesson
from portal.tickets.filing import TrailKind
from portal.tickets.opening import Filing, TrailItem, open_ticket
from portal.tickets.ticket import Ticket
from tests.look.pictures import screenshot

HOUR, DAY = timedelta(hours=1), timedelta(days=1)

LONG_WORD = "REPORTE_DIARIO_DE_LLAMADAS_POR_SUCURSAL_COLA_Y_AGENTE_2026-11-20_CORREGIDO_FINAL.xlsx"
"""What people copy into a title, and no line can break at."""

OTHERS = [
    ("Las llamadas se cortan a los diez segundos", "system-error", "high", "calls", 0.6),
    (
        "El chat no aparece en la página de pagos",
        "configuration-problem",
        "medium",
        "web-chat",
        3.2,
    ),
    ("How do I add a second WhatsApp number?", "technical-question", "low", "messaging", 5.0),
    ("No podemos iniciar sesión en ninguna sucursal", "system-error", "critical", "platform", 0.2),
    (
        "El reporte mensual llega sin los totales de la última semana",
        "system-error",
        "medium",
        "reports",
        22.5,
    ),
    ("Export to Excel shows question marks", "system-error", "low", "reports", 30.0),
    ("Supervisor no ve a los agentes nuevos", "configuration-problem", "medium", "platform", 1.5),
    ("Restaurar los contactos borrados el viernes", "backup-restore", "high", "platform", 7.2),
    ("Capacitación para seis agentes en enero", "training-session", "low", "platform", 12.0),
    (
        "Se escucha un eco en las llamadas desde la app móvil, pero solo con el auricular Jabra modelo Evolve2-65-MS-Stereo-USB-C",
        "system-error",
        "medium",
        "calls",
        2.0,
    ),
]


def ticket(ref: str) -> Ticket:
    """The ticket of this reference."""
    return db.session.scalars(select(Ticket).where(Ticket.ref == ref)).one()


def tell(characters: dict[str, Person]) -> dict[str, str]:
    """Let it happen; the references and slugs that the pages name."""
    with writing():
        _more_people(now())
    alice, vera, leo = (characters[name] for name in ("alice", "vera", "leo"))
    vera.tier, leo.tier = "level-1", "leader"
    evidence = _evidence("Call log", "Network test")
    with writing():
        places = {
            "open_ticket": _open(alice, vera, evidence, now()),
            "waiting_ticket": _waiting(alice, vera, now()),
            "resolved_ticket": _resolved(alice, vera, now()),
            "closed_ticket": _closed(alice, vera, now()),
            "held_ticket": _held(now()),
        }
        _others(characters, now())
        _votes(now())
    return places | {"words": "microphone", "palabras": "sin audio"}


def _more_people(at: datetime) -> None:
    university = add_organisation("Universidad del Valle Central", "premium", ["uvc.example"], at)
    add_organisation("Transportes Río Negro", "enterprise", ["rionegro.example"], at)
    add_person("rocio@uvc.example", "Rocío Benítez", Role.CLIENT, university, "es", at)
    add_person("tomas@portal.example", "Tomás Ferrari", Role.AGENT, None, "es", at)


def _evidence(*titles: str):  # type: ignore[no-untyped-def]  # prepared files, as the verbs take them
    uploads = [FileStorage(io.BytesIO(screenshot(title)), f"{title}.png") for title in titles]
    return prepare(uploads, now())[0]


def _filing(person: Person, key: str, title: str, **values: object) -> Filing:
    given = {
        "submit_key": key,
        "title": title,
        "kind": "system-error",
        "severity": "high",
        "name": person.name,
        "email": person.email,
        "language": person.language,
        "requester": person,
        "is_verified": True,
        "product": "calls",
    }
    return Filing(**(given | values))  # type: ignore[arg-type]


def _open(alice: Person, vera: Person, evidence, at: datetime) -> str:  # type: ignore[no-untyped-def]
    article = db.session.scalars(select(Article).where(Article.slug == "no-audio-in-calls")).one()
    opened = at - 2.4 * HOUR
    files = add(evidence, at, kept=True)
    filing = _filing(
        alice,
        "story-open",
        "Calls drop after about ten seconds at the front desk",
        answers={
            "description": "Since this morning every call that reception takes is cut after about ten seconds.\n\nThe other rooms are not affected. We restarted the router once, without effect.",
            "error_message": "SIP/2.0 503 Service Unavailable\nReason: Q.850;cause=41",
            "expected": "The call goes on until one of us hangs up.",
            "obtained": "Silence after ten seconds, then the busy tone.",
            "version": "4.18",
            "environment": "Chrome 130 on Windows 11",
            "impact.working": "partly",
            "impact.function": "main",
            "impact.people": "some",
            "impact.detour": "unknown",
        },
        steps=[
            "Sign in at the front desk computer",
            "Take any incoming call",
            "Talk for ten seconds",
        ],
        files=[(files[0], 2), (files[1], None)],
        trail=[
            TrailItem(TrailKind.SEARCHED, opened - 0.3 * HOUR, words="calls drop ten seconds"),
            TrailItem(TrailKind.READ, opened - 0.2 * HOUR, article_id=article.id),
            TrailItem(
                TrailKind.NOT_HELPFUL,
                opened - 0.1 * HOUR,
                words="It is only one computer",
                article_id=article.id,
            ),
        ],
    )
    made = open_ticket(filing, opened)
    steps.take(made, vera, opened + 0.3 * HOUR)
    steps.reply(
        made,
        vera,
        steps.render(
            "Thank you for the log, it helps. The gateway refuses the call because its port range is full.\n\nCould you tell me whether the computer at reception uses **Wi-Fi or cable**?"
        ),
        opened + 0.5 * HOUR,
    )
    steps.note(
        made,
        vera,
        steps.render(
            "Same cause as last March: `rtp.max` on their gateway. Checking with network."
        ),
        opened + 0.6 * HOUR,
    )
    steps.reply(
        made,
        alice,
        steps.render("Cable. We moved the desk last week, maybe it is in another socket now."),
        opened + 1.1 * HOUR,
    )
    steps.escalate(
        made,
        vera,
        "level-2",
        steps.render("Our network specialists look at the gateway with you."),
        opened + 1.4 * HOUR,
    )
    steps.take(made, vera, opened + 1.5 * HOUR)
    return made.ref


def _waiting(alice: Person, vera: Person, at: datetime) -> str:
    filing = _filing(
        alice,
        "story-waiting",
        f"{LONG_WORD} counts calls twice",
        severity="medium",
        product="reports",
    )
    made = open_ticket(filing, at - 9 * HOUR)
    steps.take(made, vera, at - 8.5 * HOUR)
    steps.ask_client(
        made,
        vera,
        steps.render(
            "Which filters do you use in the report? A screenshot of the top of the page would do."
        ),
        at - 6 * HOUR,
    )
    return made.ref


def _resolved(alice: Person, vera: Person, at: datetime) -> str:
    article = db.session.scalars(
        select(Article).where(Article.slug == "export-reports-to-excel")
    ).one()
    filing = _filing(
        alice,
        "story-resolved",
        "Accents are broken in the exported file",
        severity="low",
        product="reports",
        answers={
            "description": "Names such as Muñoz come out as MuÃ±oz when we open the export in Excel."
        },
    )
    made = open_ticket(filing, at - 26 * HOUR)
    steps.take(made, vera, at - 25 * HOUR)
    steps.reply(made, vera, steps.render("I can see it here too. One moment."), at - 24.5 * HOUR)
    solution = steps.render(
        "Excel guesses the encoding when the file is opened with a double click.\n\n1. Open an empty sheet.\n2. Choose **Data → From text/CSV**.\n3. Pick the file and set *File origin* to **65001: Unicode (UTF-8)**."
    )
    steps.resolve(
        made,
        vera,
        solution,
        Lesson.LINKED,
        at - 2 * HOUR,
        cause="Excel opens CSV as Windows-1252.",
        article_id=article.id,
    )
    return made.ref


def _closed(alice: Person, vera: Person, at: datetime) -> str:
    filing = _filing(
        alice,
        "story-closed",
        "New agent cannot see the queue",
        severity="medium",
        product="platform",
        kind="configuration-problem",
    )
    made = open_ticket(filing, at - 4 * DAY)
    steps.reply(
        made,
        vera,
        steps.render("The role had no queue assigned. It has one now."),
        at - 4 * DAY + HOUR,
    )
    steps.resolve(
        made,
        vera,
        steps.render("The agent’s role now includes the queue *Reception*."),
        Lesson.NOTHING,
        at - 4 * DAY + 2 * HOUR,
        cause="Role without queue.",
        reason="A one-off mistake of ours.",
    )
    steps.confirm(made, alice, at - 3 * DAY)
    steps.rate(made, alice, 5, "Quick and friendly, thank you.", at - 3 * DAY)
    return made.ref


def _held(at: datetime) -> str:
    filing = Filing(
        submit_key="story-held",
        title="¿Cómo contrato el servicio?",
        kind="technical-question",
        severity="low",
        name="Gustavo Lillo",
        email="gustavo@correo.example",
        language="es",
        held=True,
        answers={"description": "Quisiera saber los precios."},
    )
    return open_ticket(filing, at - HOUR).ref


def _others(characters: dict[str, Person], at: datetime) -> None:
    clients = [characters["ana"], characters["mara"]]
    for number, (title, kind, severity, product, hours) in enumerate(OTHERS):
        person = clients[number % 2]
        filing = _filing(
            person, f"story-{number}", title, kind=kind, severity=severity, product=product
        )
        made = open_ticket(filing, at - hours * HOUR)
        if number % 3 == 1:
            steps.take(made, characters["vera"], at - hours * HOUR * 0.8)
        if number % 4 == 2:
            steps.reply(
                made,
                characters["leo"],
                steps.render("Lo estamos revisando y le escribimos hoy."),
                at - hours * HOUR * 0.5,
            )


def _votes(at: datetime) -> None:
    for slug, count in (
        ("sin-audio-en-las-llamadas", 14),
        ("no-audio-in-calls", 9),
        ("no-puedo-iniciar-sesion", 11),
        ("cannot-sign-in", 12),
        ("exportar-reportes-a-excel", 6),
        ("check-your-browser", 5),
        ("web-chat-does-not-appear", 4),
    ):
        article = db.session.scalars(select(Article).where(Article.slug == slug)).one()
        for number in range(count):
            vote(article, f"voter-{slug}-{number}", number % 7 != 6, "", at - number * HOUR)
