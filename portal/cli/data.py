"""The commands about the data as a whole: doctor, backup, restore."""

import argparse
from pathlib import Path

from portal.cli.context import CommandError, app_context, settings_of_environment
from portal.ground.now import now
from portal.operations.archive import BackupError


def doctor(_asked: argparse.Namespace) -> int:
    """`portal doctor`: each part, how it is, and what to do about it. The code is 1 where something is broken."""
    from portal.operations.doctor import examine
    from portal.operations.machine import Health

    with app_context():
        findings = list(examine())
    signs = {Health.GOOD: "ok  ", Health.WARNING: "note", Health.BROKEN: "BAD "}
    for finding in findings:
        print(f"{signs[finding.health]}  {finding.part}: {finding.words}")
        if finding.remedy:
            print(f"      {finding.remedy}")
    return int(any(finding.health is Health.BROKEN for finding in findings))


def backup(asked: argparse.Namespace) -> None:
    """`portal backup FILE`: keep everything in one file and check it."""
    from portal.operations.backup import back_up

    target: Path = asked.file.expanduser().absolute()
    if target.exists():
        raise CommandError(f"{target} exists already. Give the backup a name of its own.")
    if not target.parent.is_dir():
        raise CommandError(f"There is no folder {target.parent}.")
    try:
        manifest = back_up(settings_of_environment(), target, now())
    except BackupError as error:
        raise CommandError(str(error)) from None
    size = target.stat().st_size / 1_000_000
    print(f"Kept and checked: {len(manifest.files)} files, {size:.1f} MB, in {target}")
    print("It holds people's words and the portal's key: keep it where only you can read it.")


def restore(asked: argparse.Namespace) -> None:
    """`portal restore FILE`: bring everything back from a backup."""
    from portal.operations.restoring import KEPT
    from portal.operations.restoring import restore as bring_back

    settings = settings_of_environment()
    try:
        manifest = bring_back(settings, asked.file.expanduser().absolute(), asked.force)
    except BackupError as error:
        raise CommandError(str(error)) from None
    print(f"Brought back: {len(manifest.files)} files as of {manifest.made_at}.")
    if (settings.data / KEPT).exists():
        print(f"What stood there before is in {settings.data / KEPT}, until the next restore.")
    print("Start with: portal run")
