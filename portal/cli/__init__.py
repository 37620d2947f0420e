"""The `portal` command: run it, look after its people and articles, see how it is, back it up."""

import argparse
import os
import sys
from collections.abc import Sequence
from importlib import import_module
from pathlib import Path

from portal.cli.context import CommandError


def main(arguments: Sequence[str] | None = None) -> int:
    """Do what the command line asks; the exit code. A refusal is one sentence on standard error."""
    asked = _parser().parse_args(arguments)
    try:
        module, name = asked.command.split(".")
        command = getattr(import_module(f"portal.cli.{module}"), name)
        return int(command(asked) or 0)
    except CommandError as error:
        print(error, file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        return 130
    except BrokenPipeError:  # `portal policy show | head`: whoever read has read enough
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="portal",
        description="A customer self-service portal with knowledge base.",
        epilog="Settings come from the environment: PORT, HOST, DATA, KB_DIR, BASE_URL, MAIL_URL, …",
    )
    commands = parser.add_subparsers(title="commands", required=True, metavar="COMMAND")

    run = commands.add_parser("run", help="start everything: migrations, articles, web and jobs")
    run.set_defaults(command="running.run")
    demo = commands.add_parser(
        "demo", help="the same with believable data, in a data folder of its own (./demo)"
    )
    demo.set_defaults(command="demo.demo")
    work = commands.add_parser("work", help="run the jobs alone (letters, index, closing, sweeps)")
    work.set_defaults(command="running.work")
    prepare = commands.add_parser(
        "prepare", help="bring database and articles up to date, then end"
    )
    prepare.set_defaults(command="running.prepare")
    set_up = commands.add_parser("set-up", help="print a new set-up link, while there is no lead")
    set_up.set_defaults(command="running.set_up")

    _add_people(commands.add_parser("people", help="who may sign in"))
    _add_articles(commands.add_parser("kb", help="the articles"))
    _add_search(commands.add_parser("search", help="how well search finds, and why"))
    _add_policy(commands.add_parser("policy", help="what a service policy promises, and why"))

    doctor = commands.add_parser(
        "doctor", help="see how the portal is, with a remedy for each trouble"
    )
    doctor.set_defaults(command="data.doctor")
    backup = commands.add_parser("backup", help="keep everything in one file, while it runs")
    backup.add_argument(
        "file", type=Path, metavar="FILE", help="where to, for example portal.tar.gz"
    )
    backup.set_defaults(command="data.backup")
    restore = commands.add_parser("restore", help="bring a backup back")
    restore.add_argument("file", type=Path, metavar="FILE")
    restore.add_argument("--force", action="store_true", help="replace the data that is there")
    restore.set_defaults(command="data.restore")
    return parser


def _add_people(people: argparse.ArgumentParser) -> None:
    deeds = people.add_subparsers(title="commands", required=True, metavar="COMMAND")
    add = deeds.add_parser("add", help="let someone sign in")
    add.add_argument("email", metavar="EMAIL")
    add.add_argument("--name", default="", help="their name; else made from the address")
    add.add_argument("--role", default="client", choices=["client", "manager", "agent", "lead"])
    add.add_argument("--organisation", default="", help="the name of an organisation that exists")
    add.add_argument("--language", default="", help="es or en; else the site's first")
    add.set_defaults(command="people.add")
    link = deeds.add_parser("link", help="print a sign-in link")
    link.add_argument("email", metavar="EMAIL")
    link.set_defaults(command="people.link")
    listing = deeds.add_parser("list", help="who may sign in")
    listing.set_defaults(command="people.list_people")
    disable = deeds.add_parser("disable", help="let someone in no more")
    disable.add_argument("email", metavar="EMAIL")
    disable.set_defaults(command="people.disable")


def _add_articles(kb: argparse.ArgumentParser) -> None:
    deeds = kb.add_subparsers(title="commands", required=True, metavar="COMMAND")
    sync = deeds.add_parser("sync", help="bring the folder of articles and the database together")
    sync.add_argument(
        "--restore-missing",
        action="store_true",
        help="write files that are gone again, instead of retiring their articles",
    )
    sync.set_defaults(command="articles.sync")
    importing = deeds.add_parser(
        "import", help="read a folder of articles whose front matter is not ours"
    )
    importing.add_argument("folder", type=Path, metavar="FOLDER")
    importing.set_defaults(command="articles.import_articles")


def _add_search(search: argparse.ArgumentParser) -> None:
    deeds = search.add_subparsers(title="commands", required=True, metavar="COMMAND")
    evaluate = deeds.add_parser(
        "evaluate",
        help="judge search by questions with known answers, on an index made for it alone",
        description="Judge search by three files of JSON lines. DOCS: id, lang, title, headings, "
        "tags, body. QUERIES: id, lang, text. QRELS: query, doc, rel.",
    )
    for name in ("docs", "queries", "qrels"):
        evaluate.add_argument(name, type=Path, metavar=name.upper())
    evaluate.add_argument("--engine", choices=["whoosh", "postgres"], default="whoosh")
    evaluate.add_argument("--semantic", action="store_true", help="with vectors, by the extra")
    evaluate.add_argument(
        "--vectors", type=Path, metavar="FILE", help="keep the vectors there: again, it is quick"
    )
    evaluate.add_argument("--run", type=Path, metavar="FILE", help="write what was given there")
    evaluate.add_argument("--json", action="store_true", help="print the figures as JSON")
    evaluate.set_defaults(command="search.evaluate")
    explain = deeds.add_parser("explain", help="why each hit is where it is, term by term")
    explain.add_argument("words", metavar="WORDS", help="what somebody searches")
    explain.add_argument("--language", choices=["es", "en"], help="asked in; else the site's first")
    explain.add_argument("--as", dest="reader", choices=["visitor", "agent"], default="visitor")
    explain.add_argument("--limit", type=int, default=5, metavar="N", help="so many hits")
    explain.add_argument("--json", action="store_true", help="print it as JSON")
    explain.set_defaults(command="search.explain")


def _add_policy(policy: argparse.ArgumentParser) -> None:
    deeds = policy.add_subparsers(title="commands", required=True, metavar="COMMAND")
    named = "a preset's name or a file; else the portal's own"
    check = deeds.add_parser("check", help="find every mistake, with line, key and remedy")
    check.add_argument("policy", nargs="?", metavar="NAME|FILE", help=named)
    check.set_defaults(command="policy.check")
    show = deeds.add_parser("show", help="what it says")
    show.add_argument("policy", nargs="?", metavar="NAME|FILE", help=named)
    show.add_argument("--json", action="store_true", help="the whole of it, for programs")
    show.set_defaults(command="policy.show")
    explain = deeds.add_parser("explain", help="what would be promised, from which line, due when")
    explain.add_argument("policy", nargs="?", metavar="NAME|FILE", help=named)
    explain.add_argument("--plan", metavar="KEY", help="else the first")
    explain.add_argument("--severity", metavar="KEY", help="else that of the request type")
    explain.add_argument("--type", metavar="KEY", help="the request type; else the first")
    explain.add_argument("--priority", metavar="KEY", help="else what the severity alone leads to")
    explain.add_argument("--channel", metavar="KEY", default="portal")
    explain.add_argument("--at", metavar="MOMENT", help="as in 2026-11-21T14:05; else now")
    explain.set_defaults(command="policy.explain")
    diff = deeds.add_parser("diff", help="what differs between two; the code is 1 where they do")
    diff.add_argument("before", metavar="A")
    diff.add_argument("after", metavar="B")
    diff.set_defaults(command="policy.diff")
    replay = deeds.add_parser("replay", help="what of the past another policy would have kept")
    replay.add_argument("policy", metavar="NAME|FILE")
    replay.add_argument("--since", metavar="DATE", help="tickets opened since; else all")
    replay.set_defaults(command="policy.replay")
    off = deeds.add_parser(
        "holidays", help="where today's public holidays differ from those in use"
    )
    off.add_argument("--renew", action="store_true", help="count new tickets with today's")
    off.set_defaults(command="policy.holidays")
