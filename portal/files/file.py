"""The table of stored files."""

from datetime import datetime

from sqlalchemy.orm import Mapped, mapped_column

from portal.ground.db import Model


class File(Model):
    """Bytes on disk under `key`. The sweeper looks at `kept` and `expires_at` and at nothing else."""

    __tablename__ = "files"

    id: Mapped[int] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(unique=True)
    name: Mapped[str]
    media_type: Mapped[str]
    size: Mapped[int]
    sha256: Mapped[str]
    width: Mapped[int | None]
    height: Mapped[int | None]
    kept: Mapped[bool] = mapped_column(default=False)
    expires_at: Mapped[datetime | None] = mapped_column(index=True)
    created_at: Mapped[datetime]

    @property
    def is_picture(self) -> bool:
        return self.width is not None
