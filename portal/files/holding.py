"""Files of a form that was refused: held for a day for whoever sent them, so that nobody chooses them twice."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

from flask import current_app
from itsdangerous import BadSignature, URLSafeSerializer
from sqlalchemy import Select, false, select
from werkzeug.datastructures import FileStorage

from portal.files import receiving
from portal.files.allowance import Allowance
from portal.files.file import File
from portal.files.receiving import Prepared
from portal.ground.catalogue import _
from portal.ground.db import db, writing
from portal.ground.wording import size

HELD_FOR = timedelta(days=1)
SPARE = timedelta(hours=1)
"""A form that brings held files needs them while it is looked at; the last hour of the day is for that."""


@dataclass(frozen=True)
class Chosen:
    """The files of one form: those sent with it, on disk and without rows yet, and the keys of those held for it.

    `reasons` say in words why some were not taken, and which are held no longer.
    """

    prepared: list[Prepared] = field(default_factory=list)
    held: list[str] = field(default_factory=list)
    reasons: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class HeldFile:
    """A held file as the form shows it; sent back, `proof` says that it is the sender's."""

    proof: str
    name: str
    size_words: str


@dataclass(frozen=True)
class _Claim:
    """What a proof says: which file, held for whom, under which name. A row's number may come again; its key does not."""

    key: str
    owner: str
    name: str


def chosen(
    uploads: Sequence[FileStorage],
    proofs: Sequence[str],
    owner: str,
    now: datetime,
    allowance: Allowance,
) -> Chosen:
    """What the form brings: its uploads taken in, and what `proofs` claim and `owner` was given.

    `owner` names who sends, and for what. Slow: call it outside `writing()`, as `receiving.prepare`.
    """
    claims = [claim for proof in proofs if (claim := _read(proof)) is not None]
    keys = {claim.key for claim in claims if claim.owner == owner}
    found = {file.key: file for file in db.session.scalars(_with_keys(keys))}
    lying = {key for key, file in found.items() if _lies_until(file) > now + SPARE}
    lost = {claim.key: claim.name for claim in claims if claim.key not in lying}
    held = [key for key, file in found.items() if key in lying and not file.kept]
    held = held[: allowance.count]
    prepared, refusals = receiving.prepare(uploads, now, allowance.less(len(held)))
    return Chosen(prepared, held, [*(each.reason for each in refusals), *_told(lost.values())])


def hold(files: Chosen, owner: str, now: datetime) -> list[HeldFile]:
    """Hold them for `owner` for HELD_FOR from `now`; opens its own short write where there are any."""
    if not files.held and not files.prepared:
        return []
    with writing():
        held = claim(files, now)
        receiving.release(held, now + HELD_FOR)
        return [HeldFile(_proof(each, owner), each.name, size(each.size)) for each in held]


def claim(files: Chosen, now: datetime) -> list[File]:
    """The rows of all of them, inside `writing()`: whoever attaches them keeps them, the sweeper takes the others.

    What another form has taken since they were chosen is its own; the same file chosen twice comes once.
    """
    held = list(db.session.scalars(_with_keys(files.held).where(File.kept.is_(false()))))
    fresh = {(each.name, each.sha256): each for each in files.prepared}
    for file in held:
        fresh.pop((file.name, file.sha256), None)
    return [*held, *receiving.add(fresh.values(), now, expires_at=now + HELD_FOR)]


def _with_keys(keys: Collection[str]) -> Select[File]:
    return select(File).where(File.key.in_(keys)).order_by(File.id)


def _lies_until(file: File) -> datetime:
    return file.expires_at or datetime.max.replace(tzinfo=UTC)


def _told(names: Iterable[str]) -> list[str]:
    return [
        _("“%(name)s” is no longer held for this form. Please choose it again.", name=name)
        for name in names
    ]


def _proof(file: File, owner: str) -> str:
    return str(_signer().dumps([file.key, owner, file.name]))


def _read(proof: str) -> _Claim | None:
    """What the proof says; None where it is none of ours."""
    try:
        return _Claim(*_signer().loads(proof))
    except BadSignature:
        return None


def _signer() -> URLSafeSerializer:
    return URLSafeSerializer(current_app.secret_key or "", salt="held file")
