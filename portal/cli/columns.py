"""A table in plain text: columns as wide as their longest word needs."""

from collections.abc import Iterator, Sequence


def columns(rows: Sequence[Sequence[str]], indent: str = "  ") -> Iterator[str]:
    """The rows as lines, two blanks between columns; a column that is empty in every row is left out."""
    kept = [place for place in range(max(map(len, rows), default=0)) if any(r[place] for r in rows)]
    widths = {place: max(len(row[place]) for row in rows) for place in kept}
    for row in rows:
        yield (indent + "  ".join(f"{row[place]:<{widths[place]}}" for place in kept)).rstrip()
