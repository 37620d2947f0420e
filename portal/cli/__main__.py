"""`python -m portal.cli`: the `portal` command, where it is not installed."""

import sys

from portal.cli import main

sys.exit(main())
