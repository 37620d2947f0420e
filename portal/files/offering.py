"""What a form says about files before any is chosen."""

from flask import Flask

from portal.files.allowance import by_policy, words
from portal.policy.editions import current_policy


def register(app: Flask) -> None:
    """Give templates `file_limits()`: how many, how large, of which kinds, by the policy in force."""
    app.jinja_env.globals["file_limits"] = lambda: words(by_policy(current_policy().limits))
