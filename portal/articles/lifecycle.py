"""How a revision comes into the world and leaves it: the steps that are allowed, and where they lead."""

from enum import StrEnum

from portal.articles.kinds import Status


class Step(StrEnum):
    """A deed on one revision."""

    SUBMIT = "submit"
    RETURN = "return"
    PUBLISH = "publish"
    REPLACE = "replace"
    """A later revision of the same article was published."""
    RETIRE = "retire"
    RESTORE = "restore"


NEXT: dict[tuple[Status, Step], Status] = {
    (Status.DRAFT, Step.SUBMIT): Status.IN_REVIEW,
    (Status.DRAFT, Step.PUBLISH): Status.PUBLISHED,
    (Status.IN_REVIEW, Step.RETURN): Status.DRAFT,
    (Status.IN_REVIEW, Step.PUBLISH): Status.PUBLISHED,
    (Status.PUBLISHED, Step.REPLACE): Status.REPLACED,
    (Status.PUBLISHED, Step.RETIRE): Status.RETIRED,
    (Status.RETIRED, Step.REPLACE): Status.REPLACED,
    (Status.RETIRED, Step.RESTORE): Status.PUBLISHED,
}


def allowed_steps(status: Status) -> frozenset[Step]:
    """What may happen to a revision in this state."""
    return frozenset(step for before, step in NEXT if before is status)


STATUS_WORDS = {
    "draft": Status.DRAFT,
    "in review": Status.IN_REVIEW,
    "in_review": Status.IN_REVIEW,
    "in-review": Status.IN_REVIEW,
    "review": Status.IN_REVIEW,
    "approved": Status.PUBLISHED,
    "published": Status.PUBLISHED,
    "changed": Status.PUBLISHED,  # published, with a later draft elsewhere: a word of foreign systems
    "retired": Status.RETIRED,
    "archived": Status.RETIRED,
}
"""The words for `status` in front matter, in lower case."""
