"""What a reader may be about to type: titles and headings that begin so, go on so, or hold the words."""

from collections.abc import Sequence

from sqlalchemy import Connection, text

from portal.ground.folding import fold
from portal.search.analysis import PART
from portal.search.engine import Reader, Suggestion
from portal.search.postgres.document import quoted
from portal.search.postgres.ranking import READABLE, reader_given

LONGEST_TYPED = 60
MOST_WORDS = 6
MOST_LOOKED_AT = 50
MOST_HOLDING = 200

COMMON_HEADING = 2
"""A heading that stands more often than this ('Solution') tells nothing by itself."""

SHOWN = "sections.language, article_id, place, anchor, heading, folded, title"
TELLS = f"""not exists (
    select from sections as other
    where other.heading = sections.heading and other.language = sections.language and place > 0
    offset {COMMON_HEADING}
)"""
BEGINS = "sections.language = :language and folded like :begins"
HOLDS = "sections.language = :language and beginnings @@ cast(:holds as tsquery)"
FROM = f"from sections join articles using (article_id) where {READABLE}"

SUGGESTED = text(f"""
    select article_id, anchor, heading, title from (
        (select 0 as how, {SHOWN} {FROM} and place = 0 and {BEGINS}
         order by folded limit {MOST_LOOKED_AT})
        union all
        (select 0, {SHOWN} {FROM} and place > 0 and {BEGINS} and {TELLS}
         order by folded limit {MOST_LOOKED_AT})
        union all
        (select case when folded like :goes_on then 1 else 2 end, {SHOWN}
         {FROM} and {HOLDS} and not folded like :begins and (place = 0 or {TELLS})
         limit {MOST_HOLDING})
    ) as offered
    order by place > 0, how, length(folded), article_id, place
    limit :most
""")  # noqa: S608 (made of names of ours; what is typed goes in as values)


def suggest(
    connection: Connection, beginning: str, languages: Sequence[str], reader: Reader, count: int
) -> list[Suggestion]:
    """Titles before headings; of these, those that begin as typed, then those that go on so, then
    those that hold the words in any order; short ones first. Languages in the order given."""
    typed = " ".join(fold(beginning[: 2 * LONGEST_TYPED]).replace("\0", "").split())[:LONGEST_TYPED]
    words = PART.findall(typed)[:MOST_WORDS]
    if not words:
        return []
    plain = typed.replace("\\", r"\\").replace("%", r"\%").replace("_", r"\_")
    given = reader_given(reader) | {
        "begins": f"{plain}%",
        "goes_on": f"% {plain}%",
        "holds": " & ".join(f"{quoted(word)}:*" for word in words),
        "most": 2 * count,
    }
    suggestions: dict[tuple[int, str], Suggestion] = {}
    for language in languages:
        for row in connection.execute(SUGGESTED, given | {"language": language}):
            suggestion = Suggestion(row.article_id, language, row.anchor, row.heading, row.title)
            suggestions.setdefault((row.article_id, row.heading), suggestion)
            if len(suggestions) == count:
                return list(suggestions.values())
    return list(suggestions.values())
