"""Why a hit is where it is, thing by thing asked for."""

from portal.search.engine import Reason
from portal.search.weighing import Part
from portal.search.whoosh.scoring import Ranked, counting
from portal.search.whoosh.segment import Segment
from portal.search.whoosh.standing import Standing


def reasons(
    segment: Segment, parts: list[Part], at: Standing, ranked: Ranked, language: str
) -> tuple[Reason, ...]:
    """What adds up to the score of that article, the most telling first."""
    found = [
        Reason(
            word=part.words,
            term=" ".join(way.phrase),
            how=way.how,
            times=segment.times(ranked.place, way.phrase, language),
            rarity=way.rarity,
            worth=worth,
        )
        for part in parts
        for way, worth in counting(part, at, ranked)
        if worth
    ]
    return tuple(sorted(found, key=lambda reason: -reason.worth))
