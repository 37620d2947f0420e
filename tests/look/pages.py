"""What the contact sheet shows: every page and state, by who looks at it."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Page:
    """One page in one state.

    `path` may name places of the scene ('/tickets/{open_ticket}'); `state` is a name from `states.py`;
    `status` is the HTTP status that the page has in this state.
    """

    name: str
    who: str
    path: str
    state: str = "plain"
    status: int = 200


GALLERY = (
    Page("components", "guest", "/"),
    Page("components-guest", "guest", "/?guest=1&hue=300"),
    Page("form-with-errors", "guest", "/errors"),
    Page("form-being-filled", "guest", "/errors", state="typed"),
    Page("account-menu", "guest", "/done", state="menu"),
    Page("sent", "guest", "/done"),
    Page("not-now", "guest", "/missing/403"),
    Page("nothing-here", "guest", "/missing/404"),
    Page("broken", "guest", "/missing/500"),
)

PAGES = (
    Page("home", "guest", "/"),
    Page("home-signed-in", "alice", "/"),
    Page("results", "guest", "/search?q={words}"),
    Page("results-page", "guest", "/search?q={usual}"),
    Page("results-near", "guest", "/search?q={typo}"),
    Page("results-none", "guest", "/search?q=xyzzyqwert"),
    Page("results-empty", "guest", "/search"),
    Page("results-narrowed", "guest", "/search?q={usual}&kind=guide&kind=known-problem"),
    Page("results-narrowed-away", "guest", "/search?q={usual}&kind=training"),
    Page("results-one-language", "guest", "/search?q={usual}&language=en"),
    Page("results-mended", "guest", "/search?q={wrong}"),
    Page("results-elsewhere", "guest", "/search?q={foreign}"),
    Page("results-last-page", "vera", "/search?q={usual}+{words}&page=99"),
    Page("results-filters", "guest", "/search?q={usual}&kind=guide", state="unfolded"),
    Page("search-offers", "guest", "/", state="searching"),
    Page("topic", "guest", "/{language}/topics/{topic}"),
    Page("article", "guest", "/{language}/articles/{article}"),
    Page("article-policy", "guest", "/{language}/articles/{policy}"),
    Page("article-pictures", "guest", "/{language}/articles/{pictures}"),
    Page("article-video", "guest", "/{language}/articles/{video}"),
    Page("article-helped", "guest", "/{language}/articles/{article}", state="helped"),
    Page("article-not-helped", "guest", "/{language}/articles/{article}", state="not-helped"),
    Page("article-history", "guest", "/{language}/articles/{article}/history"),
    Page("nothing-here", "guest", "/no-such-page", status=404),
    Page("send-again", "alice", "/tickets/{open_ticket}", state="sent-late"),
    Page("sign-in", "guest", "/sign-in"),
    Page("sign-in-wrong", "guest", "/sign-in", state="sent-empty"),
    Page("sign-in-code", "guest", "/sign-in", state="address-sent"),
    Page("account", "alice", "/account"),
    Page("ask", "guest", "/ask"),
    Page("ask-go-on", "alice", "/ask"),
    Page("ask-for-a-client", "vera", "/ask"),
    Page("ask-what", "alice", "/ask/{draft}/what"),
    Page("ask-what-empty", "ana", "/ask/{other_draft}/what", state="what-emptied"),
    Page("ask-steps", "alice", "/ask/{draft}/steps"),
    Page("ask-where", "alice", "/ask/{draft}/where"),
    Page("ask-evidence", "alice", "/ask/{draft}/evidence"),
    Page("ask-severity", "alice", "/ask/{draft}/severity"),
    Page("ask-check", "alice", "/ask/{draft}/check"),
    Page("tickets", "alice", "/tickets"),
    Page("tickets-organisation", "mara", "/tickets"),
    Page("tickets-none", "bob", "/tickets"),
    Page("ticket", "alice", "/tickets/{open_ticket}"),
    Page("ticket-reply-wrong", "alice", "/tickets/{open_ticket}", state="replied-empty"),
    Page("ticket-waiting", "alice", "/tickets/{waiting_ticket}"),
    Page("ticket-resolved", "alice", "/tickets/{resolved_ticket}"),
    Page("ticket-reopen", "alice", "/tickets/{resolved_ticket}?again=1"),
    Page("ticket-closed", "alice", "/tickets/{closed_ticket}"),
    Page("rate-by-link", "guest", "/r/{rating_link}?score=4"),
    Page("queue", "vera", "/desk?view=open"),
    Page("queue-mine", "vera", "/desk"),
    Page("queue-empty", "leo", "/desk?view=waiting&q=nothing-like-this"),
    Page("queue-menu", "leo", "/desk", state="menu"),
    Page("desk-ticket", "vera", "/desk/{open_ticket}"),
    Page("desk-ticket-resolved", "vera", "/desk/{closed_ticket}"),
    Page("desk-ticket-held", "vera", "/desk/{held_ticket}"),
    Page("resolve", "vera", "/desk/{open_ticket}/resolution"),
    Page("resolve-wrong", "vera", "/desk/{open_ticket}/resolution", state="resolved-empty"),
    Page("publish", "vera", "/desk/{resolved_ticket}/article"),
    Page("desk-articles", "vera", "/desk/articles"),
    Page("desk-article", "vera", "/desk/articles/{language}/{article}"),
    Page("desk-article-text", "vera", "/desk/articles/{language}/{article}/text"),
    Page("people", "leo", "/desk/people"),
    Page("person", "leo", "/desk/people/1"),
    Page("organisations", "leo", "/desk/organisations"),
    Page("organisation", "leo", "/desk/organisations/1"),
    Page("failing-searches", "leo", "/desk/searches"),
    Page("failing-searches-unopened", "leo", "/desk/searches?list=unopened"),
    Page("translate-next", "leo", "/desk/searches?list=translate"),
    Page("synonyms", "leo", "/desk/synonyms"),
    Page("synonym-new", "leo", "/desk/synonyms/new"),
    Page("synonym-wrong", "leo", "/desk/synonyms/new", state="sent-empty"),
    Page("letters", "leo", "/desk/letters"),
    Page("site", "leo", "/desk/site"),
    Page("site-look", "leo", "/desk/site/look"),
    Page("site-mail", "leo", "/desk/site/mail"),
    Page("site-next-steps", "leo", "/desk/site/next-steps"),
)

PROMISES = (
    Page("support", "guest", "/support"),
    Page("support-older", "guest", "/support/editions/{edition}"),
    Page("ledger", "alice", "/tickets/{varied}/ledger"),
    Page("ticket-varied", "alice", "/tickets/{varied}"),
    Page("ticket-handed", "alice", "/tickets/{handed}"),
    Page("ticket-quote", "alice", "/tickets/{quoted}"),
    Page("quote-accept", "alice", "/tickets/{quoted}/quotes/{quote}/acceptance"),
    Page("quote-decline", "alice", "/tickets/{quoted}/quotes/{quote}/refusal"),
    Page(
        "quote-decline-late", "alice", "/tickets/{quoted}/quotes/{quote}/refusal", "declined-late"
    ),
    Page("ticket-times", "alice", "/tickets/{times}"),
    Page("meeting-times", "alice", "/tickets/{times}/meetings/{proposed}"),
    Page("meeting-times-wrong", "alice", "/tickets/{times}/meetings/{proposed}", "sent-empty"),
    Page("ticket-agreed", "alice", "/tickets/{agreed}"),
    Page("meeting-agreed", "alice", "/tickets/{agreed}/meetings/{meeting}"),
    Page("ticket-access", "alice", "/tickets/{lowered}", state="access-opened"),
    Page("objection", "alice", "/tickets/{lowered}", state="objecting"),
    Page("objection-told", "alice", "/tickets/{objected}"),
    Page("objection-answered", "alice", "/tickets/{answered}"),
    Page("ask-own-question", "mara", "/ask/{restore_draft}/what"),
    Page("ask-own-question-not-asked", "bob", "/ask/{video_draft}/what", state="by-video"),
    Page("ask-own-question-asked", "bob", "/ask/{phone_draft}/what", state="by-phone"),
    Page("ask-own-question-wrong", "bob", "/ask/{call_draft}/what", state="gone-on"),
    Page("queue-late", "leo", "/desk?view=open"),
    Page("desk-ledger", "vera", "/desk/{varied}/ledger"),
    Page("desk-ticket-varied", "vera", "/desk/{varied}"),
    Page("desk-ticket-handed", "vera", "/desk/{handed}", state="decisions-opened"),
    Page("desk-ticket-quoted", "vera", "/desk/{quoted}", state="arrangements-opened"),
    Page("desk-ticket-times", "vera", "/desk/{times}", state="arrangements-opened"),
    Page("desk-ticket-record-wrong", "vera", "/desk/{begun}", state="recorded-empty"),
    Page("desk-ticket-objected", "vera", "/desk/{objected}"),
    Page("site-policy", "leo", "/desk/site/policy"),
    Page("site-policy-preview", "leo", "/desk/site/policy/poliza"),
    Page("site-policy-seen", "leo", "/desk/site/policy", state="policy-seen"),
    Page("site-policy-own-wrong", "leo", "/desk/site/policy", state="own-policy-wrong"),
)

FRESH = (
    Page("set-up", "guest", "/set-up/{token}"),
    Page("set-up-wrong", "guest", "/set-up/{token}", state="sent-empty"),
    Page("home-fresh", "guest", "/"),
)
