"""Sessions with IMAP servers, through the one outbound gate, reading only."""

from __future__ import annotations

import imaplib
import re
import ssl
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from socket import socket
from typing import TYPE_CHECKING, Any

from imap_tools import BaseMailBox
from imap_tools.errors import ImapToolsError, MailboxLoginError

from atrium.conversations.mail.lines import Security
from atrium.conversations.models.sign_in import SignIn
from atrium.foundation import outbound
from atrium.foundation.errors import Refusal
from atrium.foundation.secrets import unseal
from atrium.foundation.translation import gettext

if TYPE_CHECKING:
    from atrium.conversations.models import Mailbox

SECONDS = 30.0
FAILURES = (imaplib.IMAP4.error, ImapToolsError, OSError, Refusal, UnicodeError, ValueError)
# How servers that name no special use call the folder of what was sent.
SENT = {
    "sent",
    "sent items",
    "sent messages",
    "sent mail",
    "gesendet",
    "gesendete elemente",
    "envoyés",
}
# What a member never means by "my mail".
LEFT_OUT = {"\\noselect", "\\junk", "\\trash", "\\drafts", "\\all", "\\nonexistent"}
_SIZES = re.compile(rb"UID (\d+) [^)]*?RFC822\.SIZE (\d+)|RFC822\.SIZE (\d+) [^)]*?UID (\d+)")


class _Line(imaplib.IMAP4):
    """The socket comes from the gate, which has checked where it leads."""

    def _create_socket(self, timeout: float | None) -> socket:
        return outbound.open_socket(self.host, self.port, timeout or SECONDS)


class _SealedLine(_Line):
    """TLS from the start over the gate's socket."""

    def _create_socket(self, timeout: float | None) -> socket:
        raw = super()._create_socket(timeout)
        return ssl.create_default_context().wrap_socket(raw, server_hostname=self.host)


class _Session(BaseMailBox):
    """A session of the library over such a line."""

    def __init__(self, host: str, port: int, security: str) -> None:
        self.host, self.port, self.security = host, port, security
        super().__init__()

    def _get_mailbox_client(self) -> imaplib.IMAP4:
        kind = _SealedLine if self.security == Security.TLS else _Line
        line = kind(self.host, self.port, timeout=SECONDS)
        if self.security == Security.STARTTLS:
            line.starttls(ssl_context=ssl.create_default_context())
        return line


@dataclass(frozen=True, kw_only=True)
class Folder:
    """A folder of the server."""

    name: str
    is_sent: bool


@dataclass
class Session:
    """A signed-in session. Nothing it does changes anything on the server."""

    line: Any

    def folders(self, chosen: list[str]) -> list[Folder]:
        """Those that were chosen; by default what comes in and what was sent."""
        found = []
        for one in self.line.folder.list():
            flags = {flag.lower() for flag in one.flags}
            last = one.name.rpartition(one.delim or "/")[2].lower()
            is_sent = "\\sent" in flags or last in SENT
            wanted = one.name in chosen if chosen else is_sent or one.name.upper() == "INBOX"
            if wanted and (chosen or not flags & LEFT_OUT) and "\\noselect" not in flags:
                found.append(Folder(name=one.name, is_sent=is_sent))
        return found

    def open(self, folder: Folder) -> int:
        """Go into a folder, for reading; its UIDVALIDITY."""
        self.line.folder.set(folder.name, readonly=True)
        return int(self.line.folder.status(folder.name, ["UIDVALIDITY"])["UIDVALIDITY"])

    def uids(self, criteria: str) -> list[int]:
        """The numbers of the messages that the server finds, ascending."""
        return sorted(int(uid) for uid in self.line.uids(criteria, charset=None))

    def sizes(self, uids: list[int]) -> dict[int, int]:
        """How many bytes each has, as the server says."""
        answer = self._ask(uids, "(UID RFC822.SIZE)")
        text = b" ".join(part if isinstance(part, bytes) else part[0] for part in answer if part)
        return {int(a or d): int(b or c) for a, b, c, d in _SIZES.findall(text)}

    def message(self, uid: int, *, whole: bool = True) -> bytes | None:
        """The bytes of one, or of its headers; None where it is gone meanwhile."""
        answer = self._ask([uid], "(BODY.PEEK[])" if whole else "(BODY.PEEK[HEADER])")
        return next((bytes(part[1]) for part in answer if isinstance(part, tuple)), None)

    def _ask(self, uids: list[int], what: str) -> list[Any]:
        kind, answer = self.line.client.uid("FETCH", ",".join(map(str, uids)), what)
        if kind != "OK":
            raise imaplib.IMAP4.error(answer)
        return list(answer)


@contextmanager
def signed_in(mailbox: Mailbox) -> Iterator[Session]:
    """A session for the mailbox, by its password or token. Raises one of FAILURES."""
    sign_in = SignIn.of(mailbox)
    secret = sign_in.token() if sign_in else unseal(mailbox.imap_secret)
    line = _Session(mailbox.imap_host, mailbox.imap_port, mailbox.imap_security)
    try:
        user = mailbox.imap_user or mailbox.address
        if sign_in or mailbox.imap_oauth:
            line.xoauth2(user, secret, initial_folder=None)
        elif (user + secret).isascii():
            line.login(user, secret, initial_folder=None)
        else:
            line.login_utf8(user, secret, initial_folder=None)
        yield Session(line)
    finally:
        with suppress(*FAILURES):
            line.logout()


def said(error: BaseException) -> str:
    """What went wrong, in words for who set the mailbox up."""
    words = " ".join(str(error).split())[:300]
    if isinstance(error, MailboxLoginError):
        return gettext("The server refused the user name or the password.")
    if isinstance(error, TimeoutError):
        return gettext("The server did not answer in time.")
    if isinstance(error, ConnectionRefusedError):
        return gettext("Nobody answers at this server and port.")
    if isinstance(error, ssl.SSLCertVerificationError):
        return gettext("The certificate of the server is not valid for its name.")
    return words or type(error).__name__


def tried(mailbox: Mailbox) -> str:
    """What came of signing in: the folders there are. Refused in words."""
    try:
        with signed_in(mailbox) as session:
            folders = session.folders(mailbox.imap_folders)
    except FAILURES as error:
        msg = gettext("Mail of {address} cannot be fetched: {said}").format(
            address=mailbox.address, said=said(error)
        )
        raise Refusal(msg) from error
    names = ", ".join(folder.name for folder in folders) or gettext("none of the folders you named")
    return gettext("{imap_host} let us in; fetched are {names}.").format(
        imap_host=mailbox.imap_host, names=names
    )
