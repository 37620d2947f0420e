"""The tickets that every demo has, as told from the present backwards: so that the queue is alive and each state is there."""

from dataclasses import dataclass
from datetime import timedelta

from portal.demo.story import Deed

MIN, H, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)

Deeds = tuple[tuple[Deed, float], ...]
"""What is done, each at its share of the time since the filing."""

ASKED: Deeds = ((Deed.TAKE, 0.03), (Deed.GREET, 0.06), (Deed.ASK, 0.2))
ANSWERED: Deeds = (*ASKED, (Deed.ANSWER, 0.5))
SOLVED: Deeds = ((Deed.GREET, 0.04), (Deed.ASK, 0.1), (Deed.ANSWER, 0.2), (Deed.RESOLVE, 0.3))
PUBLISHED: Deeds = (*SOLVED, (Deed.CONFIRM, 0.45), (Deed.RATE, 0.46))


@dataclass(frozen=True)
class Scene:
    """One such ticket: its problem, how long ago it was filed, what was done since. `guest`: number in the cast.

    `took`: of what time the shares are, where its life was over long ago.
    """

    problem: str
    ago: timedelta
    deeds: Deeds = ()
    channel: str = "portal"
    guest: int | None = None
    is_held: bool = False
    took: timedelta | None = None


SCENES = (
    # nobody has them yet: one critical, one due soon, one late
    Scene("no-entra-ninguna-llamada", 11 * MIN, channel="phone"),
    Scene("audio-una-dirección", 88 * MIN),
    Scene("contactos-pisados", 2 * H + 19 * MIN),
    Scene("widget-consent-banner", 4 * H + 35 * MIN),
    Scene("reportes-distintos", 50 * MIN),
    Scene("alta-de-personas", 25 * MIN, channel="email"),
    Scene("phones-in-excel", 3 * H),
    # in work: due soon, past its time, calm, just gone up a level
    Scene("choppy-at-home", 9 * H + 40 * MIN, (*ANSWERED, (Deed.TRY_PARTLY, 0.6), (Deed.UPDATE, 0.8))),
    Scene("desconectados-solos", 12 * H, (*ANSWERED, (Deed.TRY_NO, 0.53), (Deed.ESCALATE, 0.55), (Deed.TAKE_OVER, 0.6), (Deed.HAND_IN, 0.7), (Deed.UPDATE, 0.8))),
    Scene("numbers-after-import", 11 * H, ((Deed.GREET, 0.1), (Deed.CHASE, 0.8))),
    Scene("chat-csp", 5 * H, ANSWERED),
    Scene("corte-a-los-quince-minutos", 6 * H, (*ANSWERED, (Deed.NOTE, 0.6), (Deed.ESCALATE, 0.9))),
    Scene("sign-in-loop", 2 * H, ((Deed.TAKE, 0.2), (Deed.GREET, 0.4)), channel="whatsapp"),
    Scene("corte-a-los-quince-minutos", 20 * H, ((Deed.GREET, 0.04), (Deed.TRY_YES, 0.1), (Deed.HAND_OUT, 0.16), (Deed.UPDATE, 0.5), (Deed.TAKE_BACK, 0.86)), channel="email"),
    Scene("invitaciones-rechazadas", 21 * H, ((Deed.GREET, 0.06), (Deed.LOWER, 0.15), (Deed.OBJECT, 0.3), (Deed.STAND_BY, 0.4), (Deed.TRY_YES, 0.8))),
    Scene("página-en-blanco", 27 * H, ((Deed.GREET, 0.05), (Deed.PROPOSE, 0.1), (Deed.AGREE, 0.25), (Deed.MEET, 0.75), (Deed.UPDATE, 0.8))),
    Scene("capacitación", 26 * H, ((Deed.GREET, 0.1), (Deed.ASK, 0.2), (Deed.ANSWER, 0.7))),
    # waiting for the client, or for somebody outside
    Scene("invitaciones-rechazadas", 20 * H, ASKED),
    Scene("month-end-utc", 30 * H, ASKED),
    Scene("pestaña-suspendida", 3 * H, ASKED, channel="phone"),
    Scene("pago-whatsapp", 5 * H, ((Deed.GREET, 0.1), (Deed.HAND_OUT, 0.3), (Deed.UPDATE, 0.9))),
    Scene("audífono-dañado", 3 * DAY, ((Deed.GREET, 0.03), (Deed.ASK, 0.06), (Deed.ANSWER, 0.1), (Deed.AWAIT_PARTS, 0.2), (Deed.UPDATE, 0.6))),
    # the client says nothing: reminded twice, and another that closed by itself
    Scene("acentos-excel", 6 * DAY, ((Deed.GREET, 0.02), (Deed.ASK, 0.03))),
    Scene("ventana-24-horas", 11 * DAY, ((Deed.GREET, 0.02), (Deed.ASK, 0.03))),
    # outside the plan: a quote that waits, one accepted, one declined
    Scene("conexión-crm", 2 * DAY, ((Deed.GREET, 0.05), (Deed.MARK_OUT, 0.1), (Deed.OFFER, 0.3))),
    Scene("wall-screen", 12 * DAY, ((Deed.GREET, 0.01), (Deed.MARK_OUT, 0.03), (Deed.OFFER, 0.1), (Deed.ACCEPT, 0.25), (Deed.UPDATE, 0.27), (Deed.RESOLVE, 0.3), (Deed.CONFIRM, 0.34), (Deed.RATE, 0.341))),
    Scene("conexión-crm", 7 * DAY, ((Deed.GREET, 0.02), (Deed.MARK_OUT, 0.05), (Deed.OFFER, 0.1), (Deed.DECLINE, 0.4), (Deed.CLOSE, 0.5)), channel="email"),
    # solved, the client has not said so yet
    Scene("chat-dominio", 20 * H, SOLVED),
    Scene("analyst-recordings", 2 * DAY, SOLVED),
    Scene("menú-mensaje-viejo", 3 * DAY, SOLVED),
    # what the articles are made of
    Scene("quick-replies-merged", 8 * DAY, PUBLISHED, took=20 * H),
    Scene("transferir-a-celular", 61 * DAY, PUBLISHED, took=20 * H),
    Scene("callback-twice", 47 * DAY, PUBLISHED, took=20 * H),
    Scene("grabación-transferida", 38 * DAY, PUBLISHED, took=20 * H),
    Scene("chat-feriados", 29 * DAY, PUBLISHED, took=20 * H),
    Scene("reporte-programado", 18 * DAY, PUBLISHED, took=20 * H),
    # guests: two are held back, one was let through, one was no request
    Scene("chat-csp", 40 * MIN, guest=1, is_held=True),
    Scene("contraseña-bloqueo", 95 * MIN, guest=2, is_held=True),
    Scene("adjuntos-whatsapp", 9 * DAY, ((Deed.RELEASE, 0.01), (Deed.GREET, 0.02), (Deed.ASK, 0.03), (Deed.ANSWER, 0.06), (Deed.RESOLVE, 0.07), (Deed.CONFIRM, 0.1), (Deed.RATE, 0.101)), guest=0, is_held=True),
    Scene("llamada-nps", 9 * DAY, ((Deed.CLOSE, 0.01),), guest=4, is_held=True),
    Scene("headset-not-found", 4 * H, ((Deed.GREET, 0.2), (Deed.PROPOSE, 0.5)), guest=3),
)  # fmt: skip
