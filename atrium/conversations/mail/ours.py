"""Which addresses are the organisation's own: mail is never filed on their ground."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from atrium.conversations.models import Mailbox
from atrium.organisations.models import Member

# Where anybody may have an address: that a member has one there says nothing of the others.
PUBLIC = set(
    "gmail.com googlemail.com outlook.com hotmail.com hotmail.co.uk live.com msn.com yahoo.com yahoo.co.uk ymail.com "
    "icloud.com me.com mac.com gmx.de gmx.net gmx.at gmx.ch web.de t-online.de freenet.de mail.com email.com aol.com "
    "proton.me protonmail.com pm.me fastmail.com zoho.com orange.fr free.fr wanadoo.fr laposte.net libero.it "
    "bluewin.ch btinternet.com sky.com yandex.ru mail.ru qq.com 163.com naver.com posteo.de mailbox.org".split()
)


@dataclass(frozen=True)
class Ours:
    """The addresses of members and mailboxes, and the domains that are the organisation's alone."""

    members: dict[str, Member]
    addresses: frozenset[str]
    domains: frozenset[str]

    def __contains__(self, address: str) -> bool:
        key = address.casefold()
        return key in self.addresses or key.rpartition("@")[2] in self.domains


def ours() -> Ours:
    """As they are now; three statements."""
    boxes = list(Mailbox.objects.values_list("address_key", "member_id"))
    people = Member.objects.select_related("user", "organisation")
    members = {member.user.email.casefold(): member for member in people}
    by_key = {member.pk: member for member in members.values()}
    for address, member in boxes:
        if member in by_key:
            members.setdefault(address, by_key[member])
    addresses = frozenset(members) | {address for address, _ in boxes}
    used = Counter(address.rpartition("@")[2] for address in members)
    shared = {address.rpartition("@")[2] for address, member in boxes if member is None}
    domains = shared | {domain for domain, times in used.items() if times > 1}
    return Ours(members, addresses, frozenset(domains - PUBLIC))
