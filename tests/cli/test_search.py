"""`portal search` as someone types it: judge one's own base, with no portal there."""

import json
from pathlib import Path

import pytest

from portal import cli
from tests.search.test_evaluating import written


@pytest.fixture
def nowhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A place without a portal: the data folder is not there."""
    monkeypatch.setenv("DATA", str(tmp_path / "data"))
    monkeypatch.delenv("SEARCH_URL", raising=False)
    monkeypatch.chdir(tmp_path)
    return tmp_path


def evaluated(*arguments: object) -> int:
    return cli.main(["search", "evaluate", *map(str, arguments)])


def test_a_base_is_judged_where_no_portal_is(
    nowhere: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    run = nowhere / "run.jsonl"
    assert evaluated(*written(nowhere), "--run", run) == 0
    said = capsys.readouterr().out
    assert "whoosh: 3 (en 2, es 1) documents, 3 (en 2, es 1) questions" in said
    assert "success@1  1.0000" in said
    assert "p95" in said
    first = json.loads(run.read_text("utf-8").splitlines()[0])
    assert first["query"] == "a"
    assert first["docs"][0] == "kb/1"
    assert not (nowhere / "data").exists()


def test_the_figures_are_there_for_programs_too(
    nowhere: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert evaluated(*written(nowhere), "--json") == 0
    told = json.loads(capsys.readouterr().out)
    assert told["nDCG@10"] == 1.0
    assert told["milliseconds"]["first"]["p95"] > 0


def test_a_question_that_is_not_there_counts_nothing_and_is_told(
    nowhere: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    files = written(nowhere, qrels=[{"query": "a", "doc": "kb/1"}, {"query": "lost", "doc": "x"}])
    assert evaluated(*files) == 0
    said = capsys.readouterr().out
    assert "success@1  0.5000" in said
    assert "not in QUERIES, and so count 0: 1" in said


def test_what_cannot_be_done_is_said_in_a_sentence(
    nowhere: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    files = written(nowhere)
    assert evaluated(*files, "--run", nowhere / "no" / "run.jsonl") == 1
    assert "There is no folder" in capsys.readouterr().err
    assert evaluated(*files, "--engine", "postgres") == 1
    assert "Set SEARCH_URL" in capsys.readouterr().err
    files[0].write_text('{"id": 1,', "utf-8")
    assert evaluated(*files) == 1
    assert "docs.jsonl, line 1: not JSON" in capsys.readouterr().err
