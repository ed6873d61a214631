"""``atrium operator``, ``atrium move``, ``atrium move-files`` and ``atrium rotate-keys``."""

from __future__ import annotations

import argparse
import sys


def add_commands(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Register them."""
    operator_ = commands.add_parser("operator", help="say who runs the installation")
    operator_.add_argument("what", choices=["add", "remove", "list"])
    operator_.add_argument("email", nargs="?", default="", help="of an account that exists")
    operator_.set_defaults(run=operator)

    move_ = commands.add_parser(
        "move", help="copy everything in the database into another, empty one"
    )
    move_.add_argument("url", metavar="URL", help="postgresql://… or sqlite:///full/path")
    move_.set_defaults(run=move)

    files_ = commands.add_parser(
        "move-files", help="copy every stored file into another folder or bucket"
    )
    files_.add_argument("target", metavar="TARGET", help="s3://… or the full path of a data folder")
    files_.set_defaults(run=move_files)

    rotate_ = commands.add_parser(
        "rotate-keys", help="seal passwords of other servers and the like with a new key"
    )
    rotate_.add_argument(
        "--forget", action="store_true", help="drop the keys before, once nothing needs them"
    )
    rotate_.set_defaults(run=rotate)


def operator(arguments: argparse.Namespace) -> int:
    """Change or list them."""
    from atrium.accounts.models import User  # noqa: PLC0415  (needs Django set up)
    from atrium.foundation.command import say  # noqa: PLC0415
    from atrium.foundation.errors import Refusal  # noqa: PLC0415

    if arguments.what != "list":
        person = User.objects.filter(email=arguments.email.strip().casefold()).first()
        if person is None:
            msg = f"Nobody signs in with {arguments.email or 'no address'}; name an account that exists."
            raise Refusal(msg)
        person.make_operator(wanted=arguments.what == "add")
    emails = list(
        User.objects.filter(is_operator=True).order_by("email").values_list("email", flat=True)
    )
    say({"operators": emails}, "\n".join(emails) or "Nobody.", as_json=arguments.json)
    return 0


def move(arguments: argparse.Namespace) -> int:
    """Copy, compare, and say what to do next."""
    from atrium.foundation.command import say  # noqa: PLC0415
    from atrium.installation.moving import move  # noqa: PLC0415  (needs Django set up)

    if sys.stderr.isatty():
        sys.stderr.write("Copying; nothing can be written meanwhile.\n")
    moved = move(arguments.url)
    words = (
        f"Copied {moved.rows:,} rows in {moved.tables} tables; counts and hashes agree. "
        "Start Atrium with ATRIUM_DATABASE_URL set to the new database: what it writes to the old one from now on is there alone."
    )
    say({"rows": moved.rows, "tables": moved.tables}, words, as_json=arguments.json)
    return 0


def move_files(arguments: argparse.Namespace) -> int:
    """Copy, compare, and say what to do next."""
    from atrium.foundation.command import say  # noqa: PLC0415
    from atrium.installation.moving_files import move_files  # noqa: PLC0415  (needs Django set up)

    done = move_files(arguments.target)
    bucket = arguments.target.startswith("s3://")
    start = (
        "ATRIUM_STORAGE_URL set to it"
        if bucket
        else "that folder's files in ATRIUM_DATA and no ATRIUM_STORAGE_URL"
    )
    words = (
        f"Copied {done.copied:,} files, {done.size / 1e6:.1f} MB; {done.there:,} lay there already; every hash agrees. "
        f"Stop Atrium, run this once more for what came meanwhile, and start it with {start}."
    )
    facts = {"copied": done.copied, "there": done.there, "bytes": done.size}
    say(facts, words, as_json=arguments.json)
    return 0


def rotate(arguments: argparse.Namespace) -> int:
    """Make a key where there is one only, and seal everything with the newest; or drop the older ones."""
    from atrium.foundation import keyring  # noqa: PLC0415  (needs Django set up)

    with keyring.alone():
        return _rotated(arguments)


def _rotated(arguments: argparse.Namespace) -> int:
    from atrium.foundation import keyring  # noqa: PLC0415  (needs Django set up)
    from atrium.foundation.command import say  # noqa: PLC0415
    from atrium.foundation.errors import Refusal  # noqa: PLC0415
    from atrium.installation.resealing import Sealed, look, seal_all  # noqa: PLC0415

    def told(found: Sealed, words: str) -> int:
        if found.lost:
            words += f" {sum(found.lost.values())} open by no key and have to be typed again."
        facts = {"sealed": found.done, "older": found.older, "lost": found.lost}
        say(facts | {"keys": len(keyring.keys())}, words, as_json=arguments.json)
        return 0

    if arguments.forget:
        found = look()
        if found.older:
            many = sum(found.older.values())
            msg = f"{many} secrets still need an older key. Run atrium rotate-keys first."
            raise Refusal(msg)
        if not keyring.is_ours():
            return told(found, "Nothing needs another key than the first of ATRIUM_SEAL_KEYS.")
        keyring.keep_the_newest()
        return told(found, "Only the newest key is kept.")
    if keyring.is_ours() and len(keyring.keys()) == 1:
        keyring.put_a_new_one_first()
    found = seal_all()
    done = f"Sealed {found.done} secrets with the newest key; {found.anew} were."
    then = (
        "Now: atrium rotate-keys --forget"
        if keyring.is_ours()
        else "Now leave the other keys out of ATRIUM_SEAL_KEYS"
    )
    return told(found, f"{done} {then}, when every process has had a minute.")
