"""The child process that converts one heavy text: Markdown on standard input, raw HTML on standard output."""

import resource
import sys

from portal.ground.rendering.converting import convert_here
from portal.ground.rendering.dialects import Dialect

MEMORY_LIMIT = 1024**3


def main() -> None:
    """Convert standard input in the dialect named by the first argument, within a memory limit."""
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY_LIMIT, MEMORY_LIMIT))
    text = sys.stdin.buffer.read().decode("utf-8", "surrogatepass")
    html = convert_here(text, Dialect(sys.argv[1]))
    sys.stdout.buffer.write(html.encode("utf-8", "surrogatepass"))


if __name__ == "__main__":
    main()
