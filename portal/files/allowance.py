"""How much one form brings in: the limits of the policy, said before anything is chosen, and the budgets of a day."""

from dataclasses import dataclass, replace

from portal.files.budget import Budget
from portal.files.kinds import LIMIT
from portal.ground.catalogue import _n
from portal.ground.wording import size as size_words
from portal.policy.keeping import Limits

MEGABYTE = 1_000_000
LOGO_BYTES = 2 * MEGABYTE


@dataclass(frozen=True)
class Allowance:
    """At most `count` files of `size` bytes each, within the `budgets` of those who send them."""

    count: int
    size: int = LIMIT
    budgets: tuple[Budget, ...] = ()
    is_for_pictures: bool = False

    def less(self, count: int) -> "Allowance":
        """What is left where `count` files are there already."""
        return replace(self, count=max(self.count - count, 0))


LOGO = Allowance(1, LOGO_BYTES, is_for_pictures=True)


def by_policy(limits: Limits, budgets: tuple[Budget, ...] = ()) -> Allowance:
    """What the policy lets one form bring."""
    return Allowance(limits.files, min(limits.file_megabytes * MEGABYTE, LIMIT), budgets)


def words(allowance: Allowance) -> str:
    """The limits in a sentence for the field."""
    return _n(
        "One file of up to %(size)s: an image, video, audio, log, PDF, Office document, email or ZIP.",
        "Up to %(num)s files of up to %(size)s each: images, videos, audio, logs, PDF, Office documents, emails or ZIP.",
        allowance.count,
        size=size_words(allowance.size),
    )
