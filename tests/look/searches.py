"""What people searched for without luck, what was learnt from it, and the synonyms that stand: for the lead's pages."""

from datetime import timedelta

from sqlalchemy import select

from portal.articles.article import Article
from portal.ground.db import db, writing
from portal.ground.now import now
from portal.people.person import Person
from portal.search.endings import Outcome
from portal.search.logging import record_opened, record_outcome, record_search
from portal.search.settling import settle
from portal.search.synonyms import add, entry

AGO = timedelta(hours=5)
MINUTE = timedelta(minutes=1)
IN_VAIN = (
    ("factura electrónica", "es", 6, ()),
    ("change the hold music", "en", 4, ()),
    ("Wie ändere ich meine Rufnummernanzeigekonfiguration?", "en", 1, ()),
    (
        "exportar grabaciones de llamadas de todo el mes a la nube",
        "es",
        2,
        ("exportacion-y-retencion-de-datos",),
    ),
    (
        "no me llega el sms",
        "es",
        3,
        ("mensajes-de-whatsapp-no-entregados", "no-puedo-iniciar-sesion"),
    ),
)
"""Words, language, in how many visits, and the slugs of what was shown."""

REWORDED = (
    ("clave", "contraseña", "es", "no-puedo-iniciar-sesion", 3),
    ("palabra de paso olvidada", "contraseña olvidada", "es", "no-puedo-iniciar-sesion", 2),
    ("choppy phone", "choppy calls", "en", "calls-drop-or-sound-choppy", 2),
)


def search_in_vain(lead: Person) -> None:
    """Some visits of the last hours, settled, and two entries of synonyms."""
    slugs = {row.slug: row.id for row in db.session.execute(select(Article.slug, Article.id))}
    at = now() - AGO
    with writing():
        for words, language, visits, shown in IN_VAIN:
            ids = [slugs[slug] for slug in shown]
            for number in range(visits):
                visit = f"{words}, {number}"
                record_search(visit, words, language, len(ids), ids, at + number * MINUTE)
        for words, better, language, slug, visits in REWORDED:
            article = slugs[slug]
            for number in range(visits):
                visit = f"{words}, {number}"
                record_search(visit, words, language, 0, [], at)
                record_search(visit, better, language, 1, [article], at + MINUTE)
                record_opened(visit, article, at + 2 * MINUTE)
                record_outcome(visit, Outcome.SOLVED, at + 4 * MINUTE, article)
        add(entry("es", "wsp", "WhatsApp", is_two_way=False), lead, at)
        add(entry("es", "auricular", "audífono, diadema", is_two_way=True), lead, at)
    while settle(now()):
        pass
