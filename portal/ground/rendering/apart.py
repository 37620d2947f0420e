"""The child process that converts one heavy text: Markdown on standard input, raw HTML on standard output."""

import os
import resource
import sys

from portal.ground.rendering.converting import convert_here

MEMORY_LIMIT = 1024**3
SECONDS = 30
"""Of the processor: the parent has less patience, but may be killed before it ends us."""


def main() -> None:
    """Convert standard input within limits of memory and time; pages go first."""
    os.nice(10)
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS + 1))
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY_LIMIT, MEMORY_LIMIT))
    text = sys.stdin.buffer.read().decode("utf-8", "surrogatepass")
    html = convert_here(text)
    sys.stdout.buffer.write(html.encode("utf-8", "surrogatepass"))


if __name__ == "__main__":
    main()
