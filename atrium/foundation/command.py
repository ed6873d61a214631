"""``atrium migrate``, ``doctor``, ``licences``, ``backup``, ``backup-key`` and ``restore``."""

from __future__ import annotations

import argparse
import json
import os
import sys
from getpass import getpass
from pathlib import Path
from typing import Any


def add_commands(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Register them."""
    commands.add_parser("migrate", help="bring the database up to date").set_defaults(run=migrate)
    doctor_ = commands.add_parser("doctor", help="check database, storage, queue and settings")
    doctor_.add_argument("--fix", action="store_true", help="mend first what can be mended safely")
    doctor_.set_defaults(run=doctor)

    licences_ = commands.add_parser(
        "licences", help="say what Atrium is made of, and under which licences"
    )
    licences_.set_defaults(run=licences, needs_django=False)

    backup_ = commands.add_parser(
        "backup", help="put database and files of one moment into one file"
    )
    backup_.add_argument("file", type=Path, metavar="FILE")
    backup_.add_argument(
        "--encrypt-for", default="", metavar="age1…", help="the public key it is sealed for"
    )
    backup_.set_defaults(run=backup)

    key_ = commands.add_parser("backup-key", help="make a key that backups can be sealed for")
    key_.add_argument("file", type=Path, metavar="FILE")
    key_.add_argument(
        "--passphrase",
        action="store_true",
        help="lock the key file by a passphrase, asked for at the terminal or read from standard input",
    )
    key_.set_defaults(run=backup_key, needs_django=False)

    restore_ = commands.add_parser(
        "restore", help="unpack a backup into an empty folder and check it"
    )
    restore_.add_argument("file", type=Path, metavar="FILE")
    restore_.add_argument("--into", type=Path, required=True, metavar="FOLDER")
    restore_.add_argument("--key", type=Path, metavar="FILE", help="opens an encrypted backup")
    restore_.add_argument(
        "--database", default="", metavar="URL", help="the empty PostgreSQL that a dump is to fill"
    )
    restore_.add_argument(
        "--storage", default="", metavar="URL", help="the bucket that the stored files go to"
    )
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
    from atrium.foundation.health import Verdict, examine, mend  # noqa: PLC0415  (needs Django set up)

    findings = examine()
    done = mend(findings) if arguments.fix else []
    if done:
        findings = examine()
    lines = [f"done {words}" for words in done]
    lines += [f"{finding.verdict.mark} {finding.part}: {finding.words}" for finding in findings]
    facts = [{"part": f.part, "verdict": f.verdict.value, "words": f.words} for f in findings]
    well = all(finding.verdict != Verdict.BAD for finding in findings)
    say({"well": well, "findings": facts, "done": done}, "\n".join(lines), as_json=arguments.json)
    return 0 if well else 1


def licences(arguments: argparse.Namespace) -> int:
    from atrium.foundation.licences import parts  # noqa: PLC0415  (loaded only when used)

    found = parts()
    lines = [
        f"{part.name} {part.version}: {part.licence or 'unknown'}{'' if part.fits else ' (does not fit)'}"
        for part in found
    ]
    facts = [
        {"name": p.name, "version": p.version, "licence": p.licence, "kind": p.kind, "fits": p.fits}
        for p in found
    ]
    say({"parts": facts}, "\n".join(lines), as_json=arguments.json)
    return 0 if all(part.fits for part in found) else 1


def backup(arguments: argparse.Namespace) -> int:
    from atrium.foundation.backups.writing import backup  # noqa: PLC0415  (needs Django set up)

    kept = backup(arguments.file, public_key=arguments.encrypt_for)
    words = f"Kept {len(kept.files)} files, {kept.size / 1e6:.1f} MB, in {arguments.file}."
    facts = {"file": arguments.file, "files": len(kept.files), "bytes": kept.size}
    say(facts | {"rows": sum(kept.rows.values())}, words, as_json=arguments.json)
    return 0


def backup_key(arguments: argparse.Namespace) -> int:
    from atrium.foundation.backups.sealed import key_file, locked, new_key  # noqa: PLC0415  (loaded only when used)

    secret, public = new_key()
    text = key_file(secret)
    kept = locked(text, passphrase(twice=True)) if arguments.passphrase else text.encode()
    with os.fdopen(
        os.open(arguments.file, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600), "wb"
    ) as file:
        file.write(kept)
    words = f"Wrote the key to {arguments.file}; keep it apart from the backups. Now: atrium backup FILE --encrypt-for {public}"
    say({"file": arguments.file, "public_key": public}, words, as_json=arguments.json)
    return 0


def passphrase(*, twice: bool = False) -> str:
    """The one that is typed, unseen, or the first line of what is piped in. Refused where two differ."""
    from atrium.foundation.errors import Refusal  # noqa: PLC0415  (loaded only when used)

    if not sys.stdin.isatty():
        return sys.stdin.readline().rstrip("\r\n")
    typed = getpass("Passphrase of the key: ")
    if twice and getpass("The same once more: ") != typed:
        raise Refusal("The two differ. Try again.")
    return typed


def _key_in(path: Path) -> str:
    from atrium.foundation.backups.sealed import is_locked, unlocked  # noqa: PLC0415  (loaded only when used)

    raw = path.read_bytes()
    return unlocked(raw, passphrase() if is_locked(raw) else "")


def restore(arguments: argparse.Namespace) -> int:
    from atrium.foundation.backups.reading import restore  # noqa: PLC0415  (loaded only when used)

    done = restore(
        arguments.file,
        into=arguments.into,
        secret_key=_key_in(arguments.key) if arguments.key else "",
        database=arguments.database,
        storage=arguments.storage,
    )
    kept = done.kept
    words = f"Restored {len(kept.files)} files into {arguments.into}; every hash agrees. {done.next_step}"
    facts = {"into": arguments.into, "files": len(kept.files), "bytes": kept.size}
    say(facts | {"rows": sum(kept.rows.values())}, words, as_json=arguments.json)
    return 0
