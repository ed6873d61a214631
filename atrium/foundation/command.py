"""``atrium migrate``, ``doctor``, ``backup`` and ``restore``."""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path
from typing import Any


def add_commands(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Register them."""
    commands.add_parser("migrate", help="bring the database up to date").set_defaults(run=migrate)
    commands.add_parser("doctor", help="check database, storage, queue and settings").set_defaults(
        run=doctor
    )

    backup_ = commands.add_parser(
        "backup", help="put database and files of one moment into one file"
    )
    backup_.add_argument("file", type=Path, metavar="FILE")
    backup_.set_defaults(run=backup)

    restore_ = commands.add_parser(
        "restore", help="unpack a backup into an empty folder and check it"
    )
    restore_.add_argument("file", type=Path, metavar="FILE")
    restore_.add_argument("--into", type=Path, required=True, metavar="FOLDER")
    restore_.set_defaults(run=restore, needs_django=False)


def say(facts: dict[str, Any], words: str, *, as_json: bool) -> None:
    """Print the outcome of a command: for a machine, or for a person."""
    sys.stdout.write((json.dumps(facts, default=str) if as_json else words) + "\n")
    sys.stdout.flush()


def migrate(arguments: argparse.Namespace) -> int:
    from atrium.foundation.migrating import migrate  # noqa: PLC0415  (needs Django set up)

    applied = migrate()
    words = f"Applied {len(applied)} migrations." if applied else "The database is up to date."
    say({"applied": applied}, words, as_json=arguments.json)
    return 0


def doctor(arguments: argparse.Namespace) -> int:
    from atrium.foundation.health import Verdict, examine  # noqa: PLC0415  (needs Django set up)

    findings = examine()
    lines = [f"{finding.verdict.mark} {finding.part}: {finding.words}" for finding in findings]
    facts = [{"part": f.part, "verdict": f.verdict.value, "words": f.words} for f in findings]
    well = all(finding.verdict != Verdict.BAD for finding in findings)
    say({"well": well, "findings": facts}, "\n".join(lines), as_json=arguments.json)
    return 0 if well else 1


def backup(arguments: argparse.Namespace) -> int:
    from atrium.foundation.backup import backup  # noqa: PLC0415  (needs Django set up)

    kept = backup(arguments.file)
    words = f"Kept {len(kept.files)} files, {kept.size / 1e6:.1f} MB, in {arguments.file}."
    say(
        {"file": arguments.file, "files": len(kept.files), "bytes": kept.size},
        words,
        as_json=arguments.json,
    )
    return 0


def restore(arguments: argparse.Namespace) -> int:
    from atrium.foundation.restore import restore  # noqa: PLC0415  (loaded only when used)

    kept = restore(arguments.file, into=arguments.into)
    words = f"Restored {len(kept.files)} files into {arguments.into}; every hash agrees. {kept.next_step(arguments.into)}"
    say(
        {"into": arguments.into, "files": len(kept.files), "bytes": kept.size},
        words,
        as_json=arguments.json,
    )
    return 0
