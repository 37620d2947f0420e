"""Who may do what to a ticket in which state, and where it leads: every case of the table."""

import subprocess
import sys
from itertools import product

import pytest

from portal.tickets.lifecycle import NEXT, Status, Step, allowed_steps, is_open

# One row a step: where each status leads (held, open, in_progress, waiting, resolved, closed); '-': not possible.
LEADS = """
release            open         -            -            -            -            -
reply              -            in_progress  in_progress  waiting      resolved     -
answer             -            open         in_progress  waiting      -            -
note               held         open         in_progress  waiting      resolved     closed
take               -            in_progress  in_progress  waiting      -            -
assign             -            in_progress  in_progress  waiting      -            -
ask_client         -            waiting      waiting      waiting      -            -
await              -            waiting      waiting      waiting      -            -
resume             -            -            -            in_progress  -            -
reclassify         -            open         in_progress  waiting      -            -
escalate           -            open         in_progress  waiting      -            -
resolve            -            resolved     resolved     resolved     -            -
confirm            -            -            -            -            closed       -
reopen             -            -            -            -            in_progress  in_progress
close              closed       closed       closed       closed       closed       -
rate               -            -            -            -            resolved     closed
link_article       held         open         in_progress  waiting      resolved     closed
add_colleague      -            open         in_progress  waiting      resolved     -
remove_colleague   -            open         in_progress  waiting      resolved     closed
move_plan          -            open         in_progress  waiting      -            -
object             -            open         in_progress  waiting      -            -
answer_objection   -            open         in_progress  waiting      -            -
take_back          -            open         in_progress  waiting      -            -
reproduce          -            open         in_progress  waiting      -            -
allow_access       -            open         in_progress  waiting      -            -
withdraw_access    -            open         in_progress  waiting      resolved     closed
propose_meeting    -            open         in_progress  waiting      -            -
choose_time        -            open         in_progress  waiting      -            -
record_meeting     -            open         in_progress  waiting      resolved     -
mark_out_of_scope  -            waiting      waiting      waiting      -            -
mark_in_scope      -            -            -            in_progress  -            -
quote              -            -            -            waiting      -            -
answer_quote       -            -            -            waiting      -            -
"""
ROWS = {row.split()[0]: row.split()[1:] for row in LEADS.strip().splitlines()}

OF_CLIENT = "answer confirm rate object allow_access withdraw_access choose_time answer_quote"
OF_OWNER = f"{OF_CLIENT} reopen add_colleague remove_colleague"
WHO = {
    ("client", True): OF_OWNER,
    ("manager", True): OF_OWNER,
    ("client", False): "answer add_colleague choose_time",
    ("manager", False): "answer add_colleague choose_time",
    ("stranger", True): "",
    ("stranger", False): "",
}
DESK = {step.value for step in Step} - set(OF_CLIENT.split())


def test_the_table_says_where_each_step_leads() -> None:
    assert set(ROWS) == {step.value for step in Step}
    for step, status in product(Step, Status):
        wanted = ROWS[step][list(Status).index(status)]
        assert NEXT.get((status, step), "-") == wanted, f"{step} of a ticket that is {status}"


@pytest.mark.parametrize("status", Status)
@pytest.mark.parametrize("owns", [True, False])
@pytest.mark.parametrize("role", ["client", "manager", "agent", "lead", "stranger"])
def test_each_role_may_do_its_own_steps_and_no_other(role: str, owns: bool, status: Status) -> None:
    mine = DESK if role in {"agent", "lead"} else set(WHO[role, owns].split())
    for step in Step:
        is_possible = ROWS[step][list(Status).index(status)] != "-"
        assert (step in allowed_steps(role, owns, status)) == (step in mine and is_possible), step


def test_every_state_can_be_left_and_reached() -> None:
    for status in Status:
        assert any(start == status != end for (start, _step), end in NEXT.items()), status
        if status != Status.HELD:
            assert any(start != status == end for (start, _step), end in NEXT.items()), status


def test_we_owe_nothing_on_what_is_resolved_or_closed() -> None:
    assert [status for status in Status if not is_open(status)] == [Status.RESOLVED, Status.CLOSED]


@pytest.mark.parametrize("module", ["lifecycle", "events", "clock", "reference"])
def test_the_rules_load_bare(module: str) -> None:
    code = (
        f"import sys, portal.tickets.{module}; print({{'flask', 'sqlalchemy'}} & set(sys.modules))"
    )
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert run.stdout.strip() == "set()"
