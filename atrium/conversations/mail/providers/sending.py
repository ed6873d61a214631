"""Handing a letter to the provider of a mailbox: taken, or one of the ends of conversations/asking.py."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from anymail.exceptions import AnymailError, AnymailRequestsAPIError

from atrium.conversations.asking import Busy, Declined, ProviderError, Unsure
from atrium.conversations.mail.providers.backends import Mailgun, Postmark, in_parts, whole
from atrium.conversations.mail.providers.gate import Gated
from atrium.conversations.models.mailbox_provider import MailProvider
from atrium.foundation.secrets import unseal
from atrium.foundation.translation import gettext, gettext_lazy

if TYPE_CHECKING:
    from atrium.conversations.models import Mailbox

GOOD = range(200, 300)
NO_ENTRY = {401, 403}
LATER = {408, 425, 429}
BROKEN = 500
NO_KEY = gettext_lazy("The provider does not accept the key. Check it under Settings, Mailboxes.")


def offer(box: Mailbox, sender: str, owed: list[str], letter: bytes, key: str) -> dict[str, str]:
    """Send the letter by the provider of ``box``; who was not taken, with why.

    Raises Declined, Busy and Unsure, and Refusal where the key cannot be read any more.
    """
    secret = unseal(box.provider_key)
    line: Any
    if box.provider == MailProvider.MAILGUN:
        domain = box.provider_domain or sender.rpartition("@")[2]
        line = Mailgun(api_key=secret, sender_domain=domain, api_url=box.home)
        made = whole(sender, owed, letter)
    else:
        line = Postmark(server_token=secret, api_url=box.home)
        made = in_parts(owed, letter, key)
    try:
        line.send_messages([made])
    except AnymailRequestsAPIError as error:
        raise _end(error.response, secret) from error
    except AnymailError as error:
        words = " ".join(map(str, error.args)) or type(error).__name__
        raise Declined(_clean(words, secret)) from error
    told = made.anymail_status.recipients
    no = {"invalid", "rejected"}
    return {
        address: gettext(
            "The provider takes no mail to this address: it came back before, or they complained."
        )
        for address in owed
        if address in told and told[address].status in no
    }


def _end(answer: Any, secret: str) -> ProviderError:
    """What an answer means that is no plain yes."""
    if answer is None:
        return Unsure(gettext("The provider did not say whether it took it."))
    status: int = answer.status_code
    if status in GOOD:
        return Unsure(gettext("The provider answered, but not whether it took it."))
    words = _clean(f"{status} {_words(answer)}", secret)
    if status in LATER or status >= BROKEN:
        return Busy(words)
    return Declined(f"{NO_KEY} ({words})" if status in NO_ENTRY else words)


def _words(answer: Any) -> str:
    try:
        told = answer.json()
    except ValueError:
        return str(answer.text)[:300]
    found = told.get("message") or told.get("Message") if isinstance(told, dict) else ""
    return str(found or answer.reason)


def _clean(words: str, secret: str) -> str:
    """On one line, and without the key, whoever repeats it."""
    return " ".join(words.replace(secret, "…").split())[:450]


def tried(box: Mailbox, sender: str) -> str:
    """What came of showing the key, without sending anything; ProviderError where that fails.

    Mailgun has no question that a key for sending only may ask: an empty message is sent, which
    it declines after it let us in.
    """
    secret = unseal(box.provider_key)
    if box.provider == MailProvider.MAILGUN:
        domain = box.provider_domain or sender.rpartition("@")[2]
        answer = Gated().post(f"{box.home}/{domain}/messages", auth=("api", secret))
        well = answer.status_code == 400  # noqa: PLR2004 - "from parameter is missing"
    else:
        headers = {"X-Postmark-Server-Token": secret, "Accept": "application/json"}
        answer = Gated().get(f"{box.home}/server", headers=headers)
        well = answer.status_code in GOOD
    if not well:
        raise _end(answer, secret)
    return gettext("{provider} let us in.").format(provider=box.get_provider_display())
