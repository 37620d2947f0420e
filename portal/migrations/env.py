"""How migrations run: inside the app's own context, on its own engine, in batch mode (SQLite cannot alter tables)."""

from alembic import context
from flask import current_app

import portal.jobs  # noqa: F401 (brings every table: also those that only the jobs use)

database = current_app.extensions["migrate"].db


def run() -> None:
    """Run the asked-for migrations on one connection."""
    arguments = current_app.extensions["migrate"].configure_args
    with database.engine.connect() as connection:
        context.configure(
            connection=connection,
            target_metadata=database.metadata,
            **arguments,
        )
        with context.begin_transaction():
            context.run_migrations()


run()
