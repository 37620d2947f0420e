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
    Page("results-none", "guest", "/search?q=xyzzyqwert"),
    Page("topic", "guest", "/{language}/topics/{topic}"),
    Page("article", "guest", "/{language}/articles/{article}"),
    Page("article-history", "vera", "/{language}/articles/{article}/history"),
    Page("nothing-here", "guest", "/no-such-page", status=404),
    Page("sign-in", "guest", "/sign-in"),
    Page("sign-in-wrong", "guest", "/sign-in", state="sent-empty"),
    Page("account", "alice", "/account"),
    Page("ask", "guest", "/ask"),
    Page("ask-for-a-client", "vera", "/ask"),
    Page("ask-what", "alice", "/ask/{draft}/what"),
    Page("ask-what-empty", "alice", "/ask/{draft}/what", state="sent-empty"),
    Page("ask-steps", "alice", "/ask/{draft}/steps"),
    Page("ask-where", "alice", "/ask/{draft}/where"),
    Page("ask-evidence", "alice", "/ask/{draft}/evidence"),
    Page("ask-severity", "alice", "/ask/{draft}/severity"),
    Page("ask-check", "alice", "/ask/{draft}/check"),
    Page("tickets", "alice", "/tickets"),
    Page("tickets-none", "bob", "/tickets"),
    Page("ticket", "alice", "/tickets/{open_ticket}"),
    Page("ticket-waiting", "alice", "/tickets/{waiting_ticket}"),
    Page("ticket-resolved", "alice", "/tickets/{resolved_ticket}"),
    Page("queue", "vera", "/desk"),
    Page("queue-menu", "leo", "/desk", state="menu"),
    Page("desk-ticket", "vera", "/desk/{open_ticket}"),
    Page("resolve", "vera", "/desk/{open_ticket}/resolution"),
    Page("publish", "vera", "/desk/{resolved_ticket}/article"),
    Page("desk-articles", "vera", "/desk/articles"),
    Page("people", "leo", "/desk/people"),
    Page("organisations", "leo", "/desk/organisations"),
    Page("letters", "leo", "/desk/letters"),
    Page("site", "leo", "/desk/site"),
)
