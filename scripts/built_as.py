"""The version that a wheel bears: that of the last release, and which commit it was built from.

pip installs nothing where the version is the one that is there already, whatever the file holds. So two wheels of
different content never bear the same one: `0.1.0.post1174+gea738c19`; with changes that nobody committed, or outside
git, the minute of the build besides.
"""

import subprocess
from datetime import UTC, datetime
from pathlib import Path

RELEASE = "0.1.0"
ROOT = Path(__file__).resolve().parent.parent


def version(root: Path = ROOT) -> str:
    """As pip compares it: later commits are newer."""
    minute = datetime.now(UTC).strftime("%Y%m%d%H%M")
    commits, commit = (
        _git(root, "rev-list", "--count", "HEAD"),
        _git(root, "rev-parse", "--short=8", "HEAD"),
    )
    changed = _git(root, "status", "--porcelain")
    if commits is None or commit is None:
        return f"{RELEASE}+{minute}"
    return f"{RELEASE}.post{commits}+g{commit}{'.' + minute if changed else ''}"


def _git(root: Path, *words: str) -> str | None:
    """What git answers; None where there is none, or no history."""
    try:
        done = subprocess.run(
            ["git", "-C", root, *words], capture_output=True, text=True, check=True
        )
    except (OSError, subprocess.CalledProcessError):
        return None
    return done.stdout.strip()
