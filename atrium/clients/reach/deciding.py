"""Who is reached, how and when, decided from what is known of them alone; nothing is read here.

The order: who has said no for good (do not contact) is left out; who said no to this purpose is
left out; then the channel, the first of those wished for that has an address and is not barred;
then the first moment that business hours and quiet hours allow, by the clock where they are.

Do not contact is final. Only a legal notice passes it, and only where no other way is open, since
the law may oblige us to send one; the answer says that it did.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from atrium.clients.reach.hours import Opening
from atrium.clients.reach.words import ANY, NO, YES, Channel, Purpose
from atrium.foundation.formats.spoken import spoken
from atrium.foundation.said import within
from atrium.foundation.translation import gettext

USUAL = (Channel.EMAIL, Channel.SMS, Channel.PHONE, Channel.PORTAL, Channel.POST)
AT_ONCE = (Channel.PHONE, Channel.SMS, Channel.EMAIL, Channel.PORTAL, Channel.POST)


@dataclass(frozen=True, kw_only=True)
class Party:
    """One who could be reached: a person, or the client itself.

    ``choices`` and ``prefers`` are settled already: the person's own, else the client's, else the
    organisation's. ``tier``: those of the lowest tier that anybody can be reached in are reached.
    ``as_what`` tells why they are considered. ``bars`` tells for a channel, or any, the reason.
    """

    name: str
    as_what: str
    tier: int
    addresses: Mapping[Channel, str]
    zone: ZoneInfo
    key: str = ""
    choice: str = YES
    chosen_by: str = ""
    prefers: Channel | None = None
    bars: Mapping[str, str] = field(default_factory=dict)
    opening: Opening = field(default_factory=Opening)

    def barred(self, channel: Channel) -> str | None:
        """Why they are not contacted by this channel; None where they may be."""
        return self.bars.get(ANY, self.bars.get(channel))


@dataclass(frozen=True, kw_only=True)
class Verdict:
    """What was decided of one of them: a channel with its address and moment, or none; always why."""

    party: Party
    reason: str
    channel: Channel | None = None
    address: str = ""
    earliest: datetime | None = None

    @property
    def yes(self) -> bool:
        return self.channel is not None

    @property
    def local(self) -> datetime | None:
        """The moment by the clock where they are."""
        return self.earliest.astimezone(self.party.zone) if self.earliest else None

    @property
    def local_words(self) -> str:
        """The moment as people say it: "Mon 23 Nov, 9:00"."""
        return f"{spoken(self.local):%a %-d %b, %-H:%M}" if self.local else ""


@dataclass(frozen=True, kw_only=True)
class Answer:
    """Who is reached for a purpose, and what was decided of everyone who was considered."""

    purpose: Purpose
    at: datetime
    verdicts: tuple[Verdict, ...]

    @property
    def reached(self) -> tuple[Verdict, ...]:
        return tuple(verdict for verdict in self.verdicts if verdict.yes)

    @property
    def yes(self) -> bool:
        return bool(self.reached)

    @property
    def reason(self) -> str:
        """The whole answer in one sentence."""
        if self.reached:
            names = ", ".join(verdict.party.name for verdict in self.reached)
            return gettext("Goes to {names}.").format(names=names)
        if not self.verdicts:
            return gettext("There is nobody to reach.")
        return gettext("Nobody can be reached for this.")


def decide(
    parties: Iterable[Party],
    purpose: Purpose,
    *,
    at: datetime,
    urgent: bool = False,
    channels: frozenset[Channel] = frozenset(Channel),
) -> Answer:
    """Answer for those ``parties``. ``channels``: what the asker can send by.

    ``urgent`` does not wait for business hours; an emergency does not wait for quiet hours either.
    """
    verdicts: list[Verdict] = []
    settled: int | None = None
    for party in sorted(parties, key=lambda party: party.tier):
        if settled is not None and party.tier > settled:
            first = next(v.party.name for v in verdicts if v.yes)
            verdicts.append(
                Verdict(
                    party=party,
                    reason=gettext("Not needed: {first} can be reached.").format(first=first),
                )
            )
            continue
        verdict = _of(party, purpose, at=at, urgent=urgent, channels=channels)
        verdicts.append(verdict)
        if verdict.yes:
            settled = party.tier
    return Answer(purpose=purpose, at=at, verdicts=tuple(verdicts))


def _of(
    party: Party, purpose: Purpose, *, at: datetime, urgent: bool, channels: frozenset[Channel]
) -> Verdict:
    may_refuse = purpose not in {Purpose.GENERAL, Purpose.LEGAL}
    if ANY in party.bars and purpose != Purpose.LEGAL:
        return Verdict(party=party, reason=_never(party.bars[ANY]))
    if may_refuse and party.choice == NO:
        return Verdict(party=party, reason=_declined(party, purpose))
    channel, passed, barred = _channel(party, purpose, channels)
    if channel is None:
        return Verdict(party=party, reason=_no_way(party, passed, channels))
    opening = Opening() if purpose == Purpose.EMERGENCIES else party.opening
    if urgent:
        opening = Opening(quiet=opening.quiet)
    earliest = opening.earliest(at, party.zone)
    if earliest is None:
        return Verdict(party=party, reason=gettext("Their hours and quiet hours leave no moment."))
    reason = ". ".join(
        filter(None, [str(party.as_what), *passed, barred, _when(party, earliest, at, purpose)])
    )
    return Verdict(
        party=party,
        reason=f"{reason}.",
        channel=channel,
        address=party.addresses[channel],
        earliest=earliest,
    )


def _channel(
    party: Party, purpose: Purpose, channels: frozenset[Channel]
) -> tuple[Channel | None, list[str], str]:
    """The channel, why better ones were passed over, and whether it is barred (legal notices)."""
    wished = [party.choice] if party.choice in Channel.values else []
    usual = AT_ONCE if purpose == Purpose.EMERGENCIES else USUAL
    order = list(dict.fromkeys([*map(Channel, wished), *filter(None, [party.prefers]), *usual]))
    passed: list[str] = []
    behind: list[Channel] = []
    for channel in order:
        if channel not in channels:
            continue
        if not party.addresses.get(channel):
            if channel in wished or channel == party.prefers:
                passed.append(
                    gettext("Wishes it {by} but has no address for it").format(by=channel.by)
                )
            continue
        why = party.barred(channel)
        if why is None:
            return channel, passed, ""
        passed.append(
            gettext("Not {by}: {why}").format(by=channel.by, why=why)
            if why
            else gettext("Not {by}: do not contact").format(by=channel.by)
        )
        behind.append(channel)
    if purpose == Purpose.LEGAL and behind:
        return behind[0], [], gettext("Asked not to be contacted; a legal notice goes nevertheless")
    return None, passed, ""


def _never(why: str) -> str:
    return gettext("Do not contact: {why}.").format(why=why) if why else gettext("Do not contact.")


def _declined(party: Party, purpose: Purpose) -> str:
    whose = f" ({party.chosen_by})" if party.chosen_by else ""
    return gettext("Not wanted: {purpose}{whose}.").format(
        purpose=within(purpose.label, noun=True), whose=whose
    )


def _no_way(party: Party, passed: list[str], channels: frozenset[Channel]) -> str:
    if passed:
        return f"{'. '.join(passed)}."
    if channels != frozenset(Channel):
        ways = gettext(" or ").join(str(c.label) for c in Channel if c in channels)
        return gettext("No address for {ways}.").format(ways=ways)
    return gettext("No e-mail address, phone or postal address.")


def _when(party: Party, earliest: datetime, at: datetime, purpose: Purpose) -> str:
    if earliest > at.astimezone(UTC):
        why = gettext("outside business hours or in quiet hours now")
        return gettext("From {time} there; {why}").format(
            time=f"{spoken(earliest.astimezone(party.zone)):%a %-d %b %H:%M}", why=why
        )
    return (
        gettext("At once, as in every emergency")
        if purpose == Purpose.EMERGENCIES
        else gettext("Now")
    )
