"""Whether anything was committed meanwhile, by any process: SQLite counts its commits, and asking takes microseconds."""

from sqlalchemy import Engine, PoolProxiedConnection


class Commits:
    """What other connections committed to this database, as `PRAGMA data_version` tells it.

    Holds one connection of its own: the count of a connection leaves out what it commits itself.
    Not for more than one thread. https://sqlite.org/pragma.html#pragma_data_version
    """

    def __init__(self, engine: Engine) -> None:
        self._connection: PoolProxiedConnection = engine.raw_connection()
        self._connection.detach()
        self._seen = self._version()

    def have_come(self) -> bool:
        """Whether there was a commit since the last look."""
        before, self._seen = self._seen, self._version()
        return self._seen != before

    def close(self) -> None:
        self._connection.close()

    def _version(self) -> int:
        cursor = self._connection.cursor()
        try:
            return int(cursor.execute("PRAGMA data_version").fetchone()[0])
        finally:
            cursor.close()
