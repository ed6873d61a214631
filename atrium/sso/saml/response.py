"""What a provider says by SAML, of which each condition is checked."""

from __future__ import annotations

from base64 import b64decode
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.utils import timezone

from atrium.foundation.translation import gettext
from atrium.sso.asking import LEEWAY, LONGEST_SUBJECT, PATIENCE, NotBelieved, Told
from atrium.sso.saml import names
from atrium.sso.saml.attributes import address_of, name_of
from atrium.sso.saml.line import Line
from atrium.sso.saml.xml import Element, moment, parsed, words

LONGEST_RESPONSE = 300_000
_SKEW = timedelta(seconds=LEEWAY)
_PATIENCE = timedelta(seconds=PATIENCE)


@dataclass(frozen=True)
class Heard:
    """An assertion that holds: ``answers`` is the request that it was made for, ``good_until`` when it is over."""

    told: Told
    answers: str
    assertion: str
    shown_at: float
    good_until: datetime


def heard(line: Line, sent: str) -> Heard:
    """What the response says. Raises NotBelieved for what does not hold, and for what nobody asked for."""
    from atrium.sso.saml.signatures import signed_assertion  # noqa: PLC0415 - takes long to load

    root = parsed(_decoded(sent), bare=True)
    if root.tag != names.RESPONSE or root.get("Version") != "2.0":
        raise NotBelieved(gettext("That is no response of SAML 2.0."))
    _refuse_failed(root)
    if root.get("Destination", line.back) != line.back:
        raise NotBelieved(gettext("Its response is meant for another address."))
    assertion = signed_assertion(root, line.certificates)
    if words(assertion.find(names.ISSUER)) != line.issuer:
        raise NotBelieved(gettext("The answer came from another issuer."))
    until = [_issued(assertion) + _PATIENCE, *_conditions(assertion, line)]
    answers, confirmed_until = _confirmed(assertion, line)
    if root.get("InResponseTo", answers) != answers:
        raise NotBelieved(gettext("Its response and its assertion answer different questions."))
    return Heard(
        _told(assertion, line),
        answers,
        assertion.get("ID"),
        _shown_at(assertion),
        min(*until, confirmed_until) + _SKEW,
    )


def _decoded(sent: str) -> bytes:
    packed = "".join(sent.split()) if len(sent) <= LONGEST_RESPONSE else ""
    try:
        found = b64decode(packed, validate=True)
    except ValueError:
        found = b""
    if not found:
        raise NotBelieved(gettext("It sent no response that can be read."))
    return found


def _refuse_failed(root: Element) -> None:
    status = root.find(names.STATUS)
    codes = list(status.iter(names.STATUS_CODE)) if status is not None else []
    if codes and codes[0].get("Value") == names.SUCCESS:
        return
    why = words(status.find(names.STATUS_MESSAGE)) if status is not None else ""
    found = [code.get("Value", "").rpartition(":")[2] for code in codes]
    why = why or ", ".join(found)
    msg = gettext("It did not sign you in: {reason}.")
    # Nothing of this is signed, so that anybody can write it: the log keeps codes that are some.
    known = ", ".join(code for code in found[:3] if code in names.STATUS_CODES)
    raise NotBelieved(
        msg.format(reason=why[:200] or gettext("no reason")),
        kept=gettext("it did not sign them in ({reason}).").format(
            reason=known or gettext("a reason that is not known")
        ),
    )


def _issued(assertion: Element) -> datetime:
    at, now = moment(assertion.get("IssueInstant")), timezone.now()
    if assertion.get("Version") != "2.0":
        raise NotBelieved(gettext("That is no response of SAML 2.0."))
    if at > now + _SKEW or at < now - _PATIENCE - _SKEW:
        raise NotBelieved(gettext("Its assertion is old, or the clocks of the two differ."))
    return at


def _conditions(assertion: Element, line: Line) -> list[datetime]:
    """Until when they hold. Refused for another audience, and for a condition that is not known."""
    found = assertion.findall(names.CONDITIONS)
    known = {names.AUDIENCES, names.ONCE, names.PROXY}
    if len(found) != 1 or any(node.tag not in known for node in found[0]):
        raise NotBelieved(gettext("Its assertion has conditions that are not understood."))
    audiences = found[0].findall(names.AUDIENCES)
    for each in audiences:
        if line.entity not in [words(one) for one in each.findall(names.AUDIENCE)]:
            raise NotBelieved(gettext("Its assertion was made for another program."))
    if not audiences:
        raise NotBelieved(gettext("Its assertion does not say for which program it is."))
    return _in_time(found[0])


def _in_time(node: Element) -> list[datetime]:
    """Until when what stands there holds, if it says. Refused before and after."""
    now = timezone.now()
    begins, ends = (
        moment(node.get(name)) if name in node.attrib else None
        for name in ("NotBefore", "NotOnOrAfter")
    )
    if begins is not None and begins > now + _SKEW:
        raise NotBelieved(
            gettext("Its assertion does not hold yet; look at the clocks of the two.")
        )
    if ends is not None and ends <= now - _SKEW:
        raise NotBelieved(gettext("Its assertion does not hold any more."))
    return [ends] if ends is not None else []


def _confirmed(assertion: Element, line: Line) -> tuple[str, datetime]:
    """Which question it answers, and until when it may be brought here, by whoever bears it."""
    subject = assertion.find(names.SUBJECT)
    found = [
        data
        for each in (subject.findall(names.CONFIRMATION) if subject is not None else ())
        if each.get("Method") == names.BEARER
        for data in each.findall(names.CONFIRMED)
    ]
    if len(found) != 1:
        raise NotBelieved(gettext("Its assertion does not say who may bring it."))
    data = found[0]
    if data.get("Recipient") != line.back:
        raise NotBelieved(gettext("Its assertion is meant for another address."))
    until = _in_time(data)
    if not until:
        raise NotBelieved(gettext("Its assertion does not say until when it may be brought."))
    if not data.get("InResponseTo"):
        raise NotBelieved(
            gettext(
                "This sign-in was begun at the provider, and Atrium asked for none. Begin it here."
            )
        )
    return data.get("InResponseTo"), until[0]


def _shown_at(assertion: Element) -> float:
    """When the person showed there who they are."""
    found = assertion.findall(names.AUTHENTICATION)
    if len(found) != 1:
        raise NotBelieved(gettext("Its assertion does not say that anybody signed in."))
    ends = found[0].get("SessionNotOnOrAfter")
    if ends is not None and moment(ends) <= timezone.now() - _SKEW:
        raise NotBelieved(gettext("Its session is over."))
    return moment(found[0].get("AuthnInstant")).timestamp()


def _told(assertion: Element, line: Line) -> Told:
    found = assertion.findall(f"{names.SUBJECT}/{names.NAME_ID}")
    name = words(found[0]) if len(found) == 1 else ""
    if not name:
        raise NotBelieved(gettext("Its assertion names nobody."))
    form = found[0].get("Format") or names.UNSPECIFIED
    if form == names.TRANSIENT:
        msg = gettext(
            "It names people otherwise each time. Let it send a NameID that stays: persistent, or the e-mail address."
        )
        raise NotBelieved(msg)
    # One who may choose their own address there must not become by it whom another format names so.
    subject = f"{form.rpartition(':')[2][:40]}:{name}"
    if len(subject) > LONGEST_SUBJECT:
        raise NotBelieved(gettext("Its assertion names somebody in more than 200 signs."))
    by_name = name if form == names.BY_ADDRESS else ""
    address = address_of(assertion, by_name) if line.vouches else ""
    return Told(subject, address, name_of(assertion))
