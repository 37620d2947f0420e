"""What goes on beside the web, run once to its end: the same tasks that `portal work` runs in its lanes."""

from flask import current_app

from portal.ground.now import now
from portal.ground.tally import current_tally
from portal.jobs import lanes


def jobs_run() -> None:
    """Let everything react that has to: the index, the mirror, letters written and delivered, what time brings."""
    current_tally().flush()
    app = current_app._get_current_object()  # type: ignore[attr-defined]  # a proxy has it
    for lane in lanes().values():
        for task in lane:
            with app.app_context():
                while task.run(now()):
                    pass
