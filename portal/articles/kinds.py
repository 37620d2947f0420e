"""What kinds of article there are, who may read them, and how they come into the world and leave it."""

from enum import StrEnum


class Kind(StrEnum):
    """The `type` of an article (REQUIREMENTS H2)."""

    USER_MANUAL = "user-manual"
    GUIDE = "guide"
    FAQ = "faq"
    VIDEO = "video"
    TECHNICAL = "technical"
    KNOWN_PROBLEM = "known-problem"
    BEST_PRACTICE = "best-practice"
    CASE_STUDY = "case-study"
    TRAINING = "training"
    POLICY = "policy"


class ArticleAudience(StrEnum):
    """Who may read an article; `PLANS` goes with a list of plans. Agents read everything."""

    EVERYONE = "everyone"
    CLIENTS = "clients"
    PLANS = "plans"
    AGENTS = "agents"


class Status(StrEnum):
    """The state of one revision. `REPLACED` was published and a later one took its place."""

    DRAFT = "draft"
    IN_REVIEW = "in_review"
    PUBLISHED = "published"
    REPLACED = "replaced"
    RETIRED = "retired"


class Change(StrEnum):
    """What an `ArticleChange` says happened."""

    PUBLISHED = "published"
    RETIRED = "retired"
    RESTORED = "restored"
