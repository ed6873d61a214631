"""A provider that speaks as Twilio does: the Messages resource of its REST API, 2010-04-01.

Whatever answers in its words will do; the address is set with the number and called through the
one outbound gate.
"""

from __future__ import annotations

import json
from base64 import b64encode
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import quote, urlencode

from atrium.conversations.asking import Busy, Declined, ProviderError, Unsure, ask
from atrium.conversations.sms.providers import Outgoing
from atrium.foundation import outbound
from atrium.foundation.numbers import fits
from atrium.foundation.translation import gettext, gettext_lazy

HOME = "https://api.twilio.com"
GOOD = range(200, 300)
TRY_LATER = {429, 503}
# Its error codes (twilio.com/docs/api/errors) that people can do something about.
CODES = {
    20003: gettext_lazy(
        "The provider does not accept the account or its token. Check both under Settings, SMS."
    ),
    20429: gettext_lazy("The provider takes no more at the moment."),
    21211: gettext_lazy("This is no phone number."),
    21212: gettext_lazy("The number it is sent from is no phone number."),
    21408: gettext_lazy("The account may not send to this country."),
    21606: gettext_lazy("The number it is sent from cannot send SMS to this one."),
    21608: gettext_lazy("A trial account only sends to numbers that were verified."),
    21610: gettext_lazy(
        "They answered STOP to this number; only they can take that back, by START."
    ),
    21612: gettext_lazy("This number cannot be reached from the number it is sent from."),
    21614: gettext_lazy("This is no mobile number."),
    21617: gettext_lazy("It is longer than the provider takes."),
    30001: gettext_lazy("The provider's queue is full."),
    30002: gettext_lazy("The account is suspended."),
    30003: gettext_lazy("The phone is off or out of reach."),
    30004: gettext_lazy("The phone or its network blocks messages."),
    30005: gettext_lazy("The number is not in use."),
    30006: gettext_lazy("It is a landline, or a network that takes no SMS."),
    30007: gettext_lazy("The network held it to be spam."),
    30008: gettext_lazy("The network did not say why."),
    30034: gettext_lazy(
        "The number it is sent from is not registered with the networks of the receiver."
    ),
    63038: gettext_lazy("The account has sent all it may today."),
}


def in_words(code: object, otherwise: str = "") -> str:
    """What an error code says, with the code, so that it can be looked up."""
    number = int(str(code)) if fits(str(code)) else 0
    words = CODES.get(number) or " ".join(otherwise.split())
    return f"{words or 'The provider did not say why.'}{f' ({number})' if number else ''}"[:500]


@dataclass(frozen=True)
class Twilio:
    """An account there, and what it sends from: a number, or a messaging service that has several."""

    home: str
    account: str
    token: str = field(repr=False)
    number: str = ""
    service: str = ""

    def send(self, sms: Outgoing) -> str:
        """POST the message; its SID."""
        sender = {"MessagingServiceSid": self.service} if self.service else {"From": self.number}
        fields = {"To": sms.to, "Body": sms.text, "StatusCallback": sms.callback} | sender
        answer = self._ask("POST", "/Messages.json", urlencode(fields).encode())
        told = _read(answer.body)
        if answer.status in GOOD:
            sid = told.get("sid")
            if not isinstance(sid, str) or not sid:
                msg = gettext("The provider took it but did not say what it calls it.")
                raise Unsure(msg)
            return sid[:60]
        words = in_words(told.get("code", ""), str(told.get("message") or f"HTTP {answer.status}"))
        if answer.status in TRY_LATER:
            raise Busy(words)
        if answer.status >= 500:  # noqa: PLR2004 - it broke on the way, before or after it was taken
            raise Unsure(words)
        raise Declined(words)

    def tried(self) -> str:
        """Read the account."""
        try:
            answer = self._ask("GET", ".json", None)
        except Unsure as error:
            raise ProviderError(str(error)) from error
        told = _read(answer.body)
        if answer.status not in GOOD:
            words = str(told.get("message") or f"HTTP {answer.status}")
            raise ProviderError(in_words(told.get("code", ""), words))
        name, state = (str(told.get(key, ""))[:80] for key in ("friendly_name", "status"))
        return gettext("The provider let us in: {name}, {state}.").format(
            name=name or self.account, state=state or gettext("no state told")
        )

    def _ask(self, method: str, path: str, body: bytes | None) -> outbound.Response:
        """One request with the name and token of the account."""
        url = f"{self.home.rstrip('/')}/2010-04-01/Accounts/{quote(self.account, safe='')}{path}"
        basic = b64encode(f"{self.account}:{self.token}".encode()).decode()
        headers = {"Authorization": f"Basic {basic}", "Accept": "application/json"}
        if body is not None:
            headers["Content-Type"] = "application/x-www-form-urlencoded"
        return ask(method, url, headers, body)


def _read(body: bytes) -> dict[str, Any]:
    try:
        told = json.loads(body)
    except ValueError:
        return {}
    return told if isinstance(told, dict) else {}
