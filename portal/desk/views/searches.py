"""The lead's page about searches that failed: which, how often, what was shown, and what can be made of each."""

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from portal.desk.cards import article_cards
from portal.desk.forms.synonyms import PeriodForm
from portal.ground.catalogue import _
from portal.ground.db import writing
from portal.ground.now import now
from portal.ground.site import current_site
from portal.people import gate
from portal.people.auditing import Act
from portal.search.failing import MOST_PAGES, PAGE, Failing, counts, dismiss, failing
from portal.search.untranslated import translate_next

TRANSLATE = "translate"
LONGEST_KEY = 2_000


def routes(desk: Blueprint) -> None:
    """Add these pages to the desk's."""
    desk.add_url_rule("/desk/searches", "searches", searches)
    desk.add_url_rule("/desk/searches/dismissal", "search_dismissal", dismissal, methods=["POST"])


@gate.for_leads
def searches() -> ResponseReturnValue:
    """One list of failing searches, or the articles to translate next; all choices stand in the address."""
    form = PeriodForm(request.args.get("days", ""), request.args.get("language", ""))
    at, languages, shown = now(), form.languages(), request.args.get("list", "")
    since = form.since(at)
    shown = shown if shown == TRANSLATE or shown in set(Failing) else Failing.NOTHING

    def address(to: str = shown, page: int = 1) -> str:
        number = page if page > 1 else None
        chosen = {"days": form.days.data, "language": form.language.data or None}
        return url_for("desk.searches", list=to, page=number, **chosen)

    numbers = counts(languages, since, at)
    tabs: list[tuple[str, str, bool, int | None]]
    tabs = [(list_words(each), address(each), each == shown, numbers[each]) for each in Failing]
    tabs.append((_("To translate"), address(TRANSLATE), shown == TRANSLATE, None))
    if shown == TRANSLATE:
        wanted = translate_next(languages, since)
        return render_template(
            "desk/searches.html", form=form, tabs=tabs, shown=shown, wanted=wanted, groups=[]
        )
    page = min(max(request.args.get("page", 1, int), 1), MOST_PAGES)
    groups, total = failing(Failing(shown), languages, since, at, page)
    return render_template(
        "desk/searches.html",
        form=form,
        tabs=tabs,
        shown=shown,
        groups=groups,
        cards=article_cards((n for group in groups for n in group.articles), gate.viewer()),
        page=page,
        pages=max(1, min(MOST_PAGES, -(-total // PAGE))),
        page_url=lambda to: address(page=to),
        here=address(page=page),
    )


@gate.for_leads
def dismissal() -> ResponseReturnValue:
    """Put a group of searches aside."""
    language, key = request.form.get("language", ""), request.form.get("key", "")
    if language not in current_site().languages or not key or len(key) > LONGEST_KEY:
        abort(400)
    with writing():
        dismiss(language, key, now())
        gate.on_record(Act.SEARCH_DISMISSED, f"searches {language}")
    flash(_("Dismissed. We’ll show it again if five more visits search for it."), "good")
    form = PeriodForm(request.form.get("days", ""), request.form.get("shown_language", ""))
    chosen = {"days": form.days.data, "language": form.language.data or None}
    return redirect(url_for("desk.searches", list=request.form.get("list"), **chosen), 303)


def list_words(which: Failing) -> str:
    return {
        Failing.NOTHING: _("Found nothing"),
        Failing.UNOPENED: _("Nothing opened"),
        Failing.REFINED: _("Asked again"),
        Failing.TICKET: _("Became a ticket"),
    }[which]
