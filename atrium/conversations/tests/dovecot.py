"""A real IMAP server for the tests: dovecot, run by whoever runs the tests, on a free port, in a folder of its own."""

from __future__ import annotations

import grp
import imaplib
import os
import pwd
import shutil
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest

from atrium.testing.ports import free_port

CONFIG = """
protocols = imap
listen = 127.0.0.1
base_dir = {root}/run
state_dir = {root}/state
log_path = {root}/log
ssl = no
disable_plaintext_auth = no
auth_mechanisms = {mechanisms}
auth_failure_delay = 0
default_internal_user = {user}
default_login_user = {user}
default_internal_group = {group}
first_valid_uid = 1
first_valid_gid = 1
mail_location = maildir:{root}/mail/%u
service anvil {{
  chroot =
  unix_listener anvil-auth-penalty {{
    mode = 0
  }}
}}
service imap-login {{
  chroot =
  inet_listener imap {{
    port = {port}
  }}
  inet_listener imaps {{
    port = 0
  }}
}}
{oauth}
passdb {{
  driver = static
  args = password=secret
}}
userdb {{
  driver = static
  args = uid={uid} gid={gid} home={root}/home/%u
}}
namespace inbox {{
  inbox = yes
  separator = /
  mailbox Sent {{
    special_use = \\Sent
    auto = create
  }}
  mailbox Junk {{
    special_use = \\Junk
    auto = create
  }}
}}
"""


@dataclass
class Dovecot:
    """A running server; any name signs in with the word "secret"."""

    port: int
    root: Path

    def put(self, data: bytes, folder: str = "INBOX", user: str = "office") -> None:
        """Lay a message into a folder."""
        with imaplib.IMAP4("127.0.0.1", self.port) as line:
            line.login(user, "secret")
            line.append(folder, "", "", data)

    def anew(self, folder: str, user: str = "office") -> None:
        """Remove a folder and make it again: its UIDVALIDITY changes."""
        with imaplib.IMAP4("127.0.0.1", self.port) as line:
            line.login(user, "secret")
            line.delete(folder)
            line.create(folder)

    def flags(self, user: str = "office") -> list[bytes]:
        """The flags of what lies in the inbox."""
        with imaplib.IMAP4("127.0.0.1", self.port) as line:
            line.login(user, "secret")
            line.select("INBOX", readonly=True)
            return [part for part in line.fetch("1:*", "(FLAGS)")[1] if isinstance(part, bytes)]


OAUTH = """
passdb {{
  driver = oauth2
  mechanisms = xoauth2 oauthbearer
  args = {file}
}}
"""


@contextmanager
def dovecot(introspection: str = "") -> Iterator[Dovecot]:
    """The server while the block runs; skips loudly where dovecot is not installed.

    ``introspection`` is where it asks whether a token is good; with it, it takes tokens, too.
    """
    program = shutil.which("dovecot") or shutil.which("dovecot", path="/usr/sbin")
    if program is None:
        pytest.skip("NOT RUN: no dovecot on this machine; on Debian: apt install dovecot-imapd")
    with TemporaryDirectory(prefix="dovecot-") as folder:
        root = Path(folder)
        # Never as root: a server of the tests needs no right of anybody's.
        someone = pwd.getpwnam("nobody") if os.geteuid() == 0 else pwd.getpwuid(os.geteuid())
        values: dict[str, Any] = {
            "user": someone.pw_name,
            "uid": someone.pw_uid,
            "gid": someone.pw_gid,
        }
        group = grp.getgrgid(someone.pw_gid).gr_name
        port = free_port()
        file = root / "dovecot.conf"
        asked = root / "oauth.conf"
        asked.write_text(
            f"introspection_mode = get\nintrospection_url = {introspection}\nusername_attribute = username\n"
        )
        values |= {
            "mechanisms": "plain login" + " xoauth2 oauthbearer" * bool(introspection),
            "oauth": OAUTH.format(file=asked) if introspection else "",
        }
        file.write_text(CONFIG.format(root=root, port=port, group=group, **values))
        for name in ("mail", "home", "run", "state"):
            (root / name).mkdir()
            os.chown(root / name, someone.pw_uid, someone.pw_gid)
        root.chmod(0o755)
        os.chown(root, someone.pw_uid, someone.pw_gid)
        as_whom: dict[str, Any] = {
            "user": someone.pw_uid,
            "group": someone.pw_gid,
            "extra_groups": [],
        }
        with (root / "said").open("wb") as said:
            process = subprocess.Popen(
                [program, "-F", "-c", str(file)],
                stderr=said,
                **(as_whom if os.geteuid() == 0 else {}),
            )
        try:
            _wait(port, process, root)
            yield Dovecot(port, root)
        finally:
            process.terminate()
            process.wait(10)


def _wait(port: int, process: subprocess.Popen[bytes], root: Path) -> None:
    for _ in range(100):
        try:
            imaplib.IMAP4("127.0.0.1", port).logout()
        except (OSError, imaplib.IMAP4.error):
            if process.poll() is not None:
                break
            time.sleep(0.05)
        else:
            return
    log = (root / "log").read_text() if (root / "log").exists() else ""
    said = (root / "said").read_text()
    pytest.fail(f"dovecot did not start: {said} {log}")
