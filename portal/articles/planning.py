"""What a sync is about to do: what both sides hold now, what they held last, and the deed for each path."""

from dataclasses import dataclass

from portal.articles.folder import Looked
from portal.articles.meeting import Deed, Met, deed_for
from portal.articles.mirror import Held, held_texts, met_files
from portal.ground.db import db


@dataclass
class Plan:
    """What both sides hold now and held last, and what to do about each path."""

    looked: Looked
    held: dict[str, Held]
    met: dict[str, tuple[int, Met]]
    deeds: dict[str, Deed]

    def paths(self, *deeds: Deed) -> list[str]:
        return [path for path, deed in self.deeds.items() if deed in deeds]

    def file(self, path: str) -> str:
        return self.looked.hashes.get(path, "")

    def ours(self, path: str) -> str:
        return self.held[path].sha256 if path in self.held else ""

    def article_id(self, path: str) -> int:
        return self.held[path].article_id if path in self.held else self.met[path][0]


def plan_for(looked: Looked, article_ids: set[int] | None = None) -> Plan:
    """What to do about every path, or about those of these articles."""
    held, met = held_texts(article_ids), met_files()
    db.session.rollback()  # ends the read transaction: what follows is slow
    paths = set(held) if article_ids is not None else {*looked.hashes, *held, *met}
    plan = Plan(looked, held, met, {})
    for path in sorted(paths - set(looked.refused)):
        before = met[path][1] if path in met else None
        plan.deeds[path] = deed_for(before, plan.file(path), plan.ours(path))
    return plan
