"""What every command stands on: the app for this environment, and one way to say that something cannot be done."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from pydantic import ValidationError

from portal.ground.settings import Settings, read_settings

if TYPE_CHECKING:
    from flask import Flask
    from pydantic_core import ErrorDetails


class CommandError(Exception):
    """Why a command could not be carried out, in a sentence for the one who gave it."""


def settings_of_environment() -> Settings:
    """The settings; CommandError names the variables that cannot be understood."""
    try:
        return read_settings()
    except ValidationError as error:
        wrong = [_wrong(str(fault["loc"][0]).upper(), fault) for fault in error.errors()]
        raise CommandError("A setting cannot be used. " + "; ".join(wrong)) from None
    except OSError as error:
        raise CommandError(
            f"The data folder cannot be used: {error}. Set DATA to another."
        ) from None


def _wrong(name: str, fault: "ErrorDetails") -> str:
    """What is wrong with a setting. An address is not repeated: it may hold a password."""
    given = "" if name.endswith("_URL") else f"={fault['input']}"
    return f"{name}{given}: {fault['msg']}"


@contextmanager
def app_context() -> Iterator["Flask"]:
    """The app, with its database up to date enough to be asked; CommandError where it has none yet."""
    from flask import g
    from sqlalchemy.exc import OperationalError

    from portal.app import create_app

    app = create_app(settings_of_environment())
    with app.app_context():
        g.language = "en"  # commands speak English, like the logs beside them
        try:
            yield app
        except OperationalError as error:
            if "no such table" not in str(error):
                raise
            raise CommandError(
                "There is no portal here yet: start it once with `portal run`."
            ) from None
