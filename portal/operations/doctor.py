"""How the portal is, part by part, each with a remedy: disk, database, articles, index, address, mail, clock, versions."""

import http.client
import logging
import os
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path
from urllib.parse import urlsplit

from sqlalchemy import func, select, text

from portal.ground.db import db, is_sqlite
from portal.ground.language import force_locale
from portal.ground.now import now
from portal.ground.site import current_site, settings
from portal.health import is_working, schema_versions
from portal.operations.machine import Finding, Health, clock, disk, sync_time, versions
from portal.policy.contacts import missing
from portal.policy.days_kept import library_version, moved_days
from portal.policy.editions import SHORT, current_policy, policy_in_file
from portal.policy.loading import PolicyError
from portal.post.letter import Letter, LetterState
from portal.post.sending import NotSent, connection
from portal.search.engines import engine
from portal.search.semantic.embedder import current_embedder
from portal.search.semantic.making import counted

log = logging.getLogger(__name__)


def examine() -> Iterator[Finding]:
    """Look at every part; one that cannot even be looked at is broken, and the others are looked at all the same."""
    parts: dict[str, Callable[[], Finding]] = {
        "disk": lambda: disk(settings()),
        "writing to disk": lambda: sync_time(settings().data),
        "database": database,
        "jobs": jobs,
        "articles": lambda: articles(settings().articles_folder),
        "policy": policy,
        "public holidays": holidays,
        "contact details": contacts,
        "search index": index,
        "search by meaning": meaning,
        "address": address,
        "mail": mail,
        "clock": lambda: clock(settings().data),
        "versions": versions,
    }
    for part, look in parts.items():
        try:
            yield look()
        except Exception as error:
            log.debug("could not look at %s", part, exc_info=True)
            db.session.rollback()
            remedy = (
                "Start the portal once with `portal run`; if that does not help, see its messages."
            )
            why = str(error).splitlines()[0]
            yield Finding(part, Health.BROKEN, f"it cannot be looked at: {why}", remedy)


def database() -> Finding:
    """Whether it answers, is whole, and is of this version."""
    is_at, wanted = schema_versions()
    if is_at != wanted:
        words = f"at version {is_at or 'none'}, wanted is {wanted}"
        return Finding(
            "database", Health.BROKEN, words, "Start with `portal run`: it migrates first."
        )
    if is_sqlite():
        verdict = db.session.scalar(text("PRAGMA quick_check(1)"))
        if verdict != "ok":
            remedy = "Bring back your last backup: portal restore FILE --force"
            return Finding("database", Health.BROKEN, f"it is damaged: {verdict}", remedy)
    return Finding("database", Health.GOOD, f"answers, whole, at version {is_at}")


def jobs() -> Finding:
    """Whether somebody sends the emails, keeps the index and watches the promises."""
    if is_working(settings().data):
        return Finding("jobs", Health.GOOD, "running")
    words = "not running: no email goes out, nothing new is found, no promise is watched"
    remedy = "Start the portal with `portal run`; if it runs, its log says why the jobs end."
    return Finding("jobs", Health.WARNING, words, remedy)


def articles(folder: Path) -> Finding:
    """Whether the mirror of the articles can be read and written."""
    if not folder.is_dir():
        remedy = "Start with `portal run`, or set KB_DIR to the folder of your articles."
        return Finding("articles", Health.BROKEN, f"there is no folder {folder}", remedy)
    count = sum(1 for _path in folder.glob("*/*.md"))
    if not os.access(folder, os.W_OK):
        remedy = f"Let this user write in {folder}: articles published at the desk are kept there."
        return Finding("articles", Health.BROKEN, f"{count} files, not writable", remedy)
    return Finding("articles", Health.GOOD, f"{count} files in {folder}")


def policy() -> Finding:
    """Whether the service policy can be read."""
    try:
        current = policy_in_file()
    except PolicyError as error:
        return Finding(
            "policy", Health.BROKEN, str(error), "Mend the file, or choose another POLICY."
        )
    return Finding("policy", Health.GOOD, f"{current.name}, in {', '.join(current.languages)}")


def holidays() -> Finding:
    """Whether the library of today has other public holidays than those that promises are counted with."""
    current = current_policy()
    moved = moved_days(current, now().date())
    if not moved:
        return Finding("public holidays", Health.GOOD, "as they were when the policy was published")
    changes = [
        f"{'adds' if each.is_added else 'drops'} {each.on.day} {each.on:%B %Y} ({each.place})"
        for each in moved
    ]
    words = (
        f"holidays {library_version()} {', '.join(changes)}; "
        f"edition {current.edition[:SHORT]} keeps what it promised"
    )
    remedy = "To count them for new tickets: portal policy holidays --renew"
    return Finding("public holidays", Health.WARNING, words, remedy)


def contacts() -> Finding:
    """Whether clients find an address, and whoever may call in an emergency somebody to call."""
    policy = current_policy()
    found = missing(policy)
    parts = {"channels": found.channels, "emergency contacts of": found.plans}
    said = [
        f"{part} {', '.join(policy.words(title, 'en') for title in titles)}"
        for part, titles in parts.items()
        if titles
    ]
    if said:
        remedy = "Add them at the desk (Site, How people reach you), or set CONTACTS and EMERGENCY_CONTACTS."
        words = f"missing, so clients do not see them: {'; '.join(said)}"
        return Finding("contact details", Health.WARNING, words, remedy)
    return Finding("contact details", Health.GOOD, "clients can reach you")


def index() -> Finding:
    """Whether search has its index."""
    if engine().is_sound():
        return Finding("search index", Health.GOOD, "sound")
    if settings().search_url:
        words = "its server does not answer, or its tables are missing; search answers from the portal's database, less well"
        remedy = "Start that server or correct SEARCH_URL; `portal work` builds the tables anew."
        return Finding("search index", Health.WARNING, words, remedy)
    words = "missing or damaged; search answers from the database meanwhile, less well"
    remedy = "Let `portal work` run: it builds the index anew within a minute."
    return Finding("search index", Health.WARNING, words, remedy)


def meaning() -> Finding:
    """Whether the extra is there, and how far its vectors are."""
    embedder = current_embedder()
    if embedder is None:
        return Finding("search by meaning", Health.GOOD, "off")
    made, published = counted(embedder)
    return Finding("search by meaning", Health.GOOD, f"{made} of {published} articles")


def address() -> Finding:
    """Whether the portal answers where letters say it does."""
    site = current_site()
    url = urlsplit(site.base_url)
    kind = http.client.HTTPSConnection if url.scheme == "https" else http.client.HTTPConnection
    try:
        with closing(kind(url.hostname or "", url.port, timeout=5)) as asked:
            asked.request("GET", f"{url.path.rstrip('/')}/healthz")
            status = asked.getresponse().status
    except (OSError, http.client.HTTPException) as error:
        remedy = "Start the portal; if it runs, correct the address at the desk (or BASE_URL) or your proxy."
        words = f"{site.base_url} does not answer: {error}"
        return Finding("address", Health.WARNING, words, remedy)
    if status != 200:
        remedy = "Something else answers there: correct the address (BASE_URL) or your proxy."
        return Finding("address", Health.BROKEN, f"{site.base_url} answers {status}", remedy)
    is_own = url.hostname in {"localhost", "127.0.0.1", "::1"}
    if url.scheme != "https" and not is_own:
        remedy = "Put a proxy with a certificate before it and set the address to https://…"
        words = f"{site.base_url} answers, without encryption"
        return Finding("address", Health.WARNING, words, remedy)
    return Finding("address", Health.GOOD, f"{site.base_url} answers")


def mail() -> Finding:
    """Whether the mail server takes us, and whether letters are stuck."""
    site = current_site()
    by_state = select(Letter.state, func.count()).group_by(Letter.state)
    counts: dict[str, int] = dict(db.session.execute(by_state).all())
    waiting = counts.get(LetterState.WAITING, 0)
    if not site.mail_url:
        remedy = "Set up an email server at the desk, or set MAIL_URL."
        return Finding("mail", Health.WARNING, f"no server; {waiting} emails wait for one", remedy)
    try:
        own_name = urlsplit(site.base_url).hostname or "localhost"
        with force_locale("en"), connection(site.mail_url, own_name) as smtp:
            smtp.noop()
    except NotSent as error:
        remedy = "Correct host, port, user and password at the desk (or MAIL_URL)."
        return Finding("mail", Health.BROKEN, error.words, remedy)
    failed = counts.get(LetterState.FAILED, 0)
    words = f"the server answers; {waiting} letters wait, {failed} failed"
    remedy = "A lead finds the failed ones, and why, at /desk/letters." if failed else ""
    return Finding("mail", Health.WARNING if failed else Health.GOOD, words, remedy)
