"""The field by which files are chosen: it says what may be chosen before anybody does."""

from flask_wtf.file import MultipleFileField

from portal.files.allowance import by_policy, words
from portal.policy.editions import current_policy


class FilesField(MultipleFileField):  # type: ignore[misc]  # wtforms ships no types
    """Files within the limits of the policy."""

    @property
    def limits(self) -> str:
        """How many, how large, of which kinds."""
        return words(by_policy(current_policy().limits))
