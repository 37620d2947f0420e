"""How the postings of a term lie in Whoosh's file: blocks of steps from document to document, and how often it stands in each."""

import zlib
from array import array
from io import BytesIO
from itertools import accumulate
from operator import sub
from pickle import dumps, load, loads
from struct import Struct
from typing import Any

from whoosh.codec.whoosh3 import WHOOSH3_HEADER_MAGIC, W3TermInfo

BLOCK = 4096
"""Postings that are written and read at once. Whoosh's own 128 suit a search that skips; ours reads all."""

PICKLE = 2
_SIZE = Struct("!i")


def write(file: Any, documents: "array[int]", counts: "array[int]") -> W3TermInfo:
    """Write where a term stands, documents ascending, as Whoosh's own matcher reads it. What goes
    beside the term."""
    info = W3TermInfo()
    start = file.tell()
    file.write(WHOOSH3_HEADER_MAGIC)
    for begin in range(0, len(documents), BLOCK):
        some, times = documents[begin : begin + BLOCK], counts[begin : begin + BLOCK]
        steps = (some[0], *map(sub, some[1:], some))
        most = max(times)
        # One float may stand for all of them; whole numbers take two bytes each, floats nine.
        weights = float(most) if min(times) == most else tuple(times)
        data = dumps((steps, weights, b""), PICKLE)
        head = dumps((len(some), some[-1], float(most), 0, 0, 0), PICKLE)
        is_last = begin + BLOCK >= len(documents)
        file.write(_SIZE.pack((len(head) + len(data)) * (-1 if is_last else 1)))
        file.write(head)
        file.write(data)
    info._weight, info._df, info._minlength = sum(counts), len(documents), 0
    info._maxweight, info._minid, info._maxid = max(counts), documents[0], documents[-1]
    info.set_extent(start, file.tell() - start)
    return info


def read(file: Any, info: W3TermInfo) -> tuple[list[int], list[float]]:
    """The documents in which a term stands, deleted ones too, and how often in each."""
    start, length = info.extent()
    raw = BytesIO(file.get(start, length[0] if isinstance(length, tuple) else length))
    if raw.read(4) != WHOOSH3_HEADER_MAGIC:
        raise ValueError("no postings begin there")
    documents: list[int] = []
    counts: list[float] = []
    size = 1
    while size > 0:  # the last block's size is below zero
        (size,) = _SIZE.unpack(raw.read(4))
        end = raw.tell() + abs(size)
        number, _last, _most, is_compressed, *_ = load(raw)  # noqa: S301 (nobody else writes here)
        data = raw.read(end - raw.tell())
        steps, weights, _ = loads(zlib.decompress(data) if is_compressed else data)  # noqa: S301
        documents.extend(accumulate(steps))
        is_one_for_all = weights is None or isinstance(weights, float)
        counts.extend([weights or 1.0] * number if is_one_for_all else weights)
    return documents, counts
