"""Who may do what: the only table of permissions. The page of roles is drawn from it."""

from __future__ import annotations

from collections.abc import Collection
from enum import StrEnum
from functools import lru_cache
from typing import Any, Protocol, Self

from django.db import models

from atrium.foundation.translation import gettext_lazy, pgettext_lazy


class Can(StrEnum):
    """One thing that a member may be allowed to do; the label is what the page of roles says."""

    label: str

    CLIENTS_SEE = "clients:see", gettext_lazy("See clients")
    CLIENTS_SEE_ALL = "clients:see_all", gettext_lazy("See clients whose access is restricted")
    CLIENTS_EDIT = "clients:edit", gettext_lazy("Add and change clients, contacts and locations")
    CLIENTS_NAMESAKE = (
        "clients:namesake",
        gettext_lazy("Add a second client of the same name, with a reason"),
    )
    CLIENTS_BULK = "clients:bulk", gettext_lazy("Change many clients at once")
    CLIENTS_MERGE = "clients:merge", gettext_lazy("Merge clients and undo merges")
    CLIENTS_ARCHIVE = "clients:archive", gettext_lazy("Archive and restore clients")
    CLIENTS_OWN = "clients:own", gettext_lazy("Change who owns a client and who is in its team")
    CLIENTS_ACCESS = "clients:access", gettext_lazy("Decide who may see a client")
    CLIENTS_HOLD = "clients:hold", gettext_lazy("Put clients on hold and take them off")
    CLIENTS_EXPORT = "clients:export", gettext_lazy("Export clients")
    LISTS_SHARE = (
        "lists:share",
        gettext_lazy("Share saved views, and change those that others share"),
    )
    ACCOUNTS_SEE = (
        "accounts:see",
        gettext_lazy("See account details of clients, bank details masked"),
    )
    ACCOUNTS_ASK = "accounts:ask", gettext_lazy("Ask for changes of account details")
    ACCOUNTS_BANK = "accounts:bank", gettext_lazy("See bank details of clients in full")
    ACCOUNTS_APPROVE = "accounts:approve", gettext_lazy("Approve changes of account details")
    IMPORTS_RUN = "imports:run", gettext_lazy("Import clients and undo imports")
    NOTES_SEE = "notes:see", gettext_lazy("Read notes")
    NOTES_WRITE = "notes:write", gettext_lazy("Write notes and change one's own")
    NOTES_MODERATE = "notes:moderate", gettext_lazy("Change and remove notes of others")
    MAIL_SEE = "mail:see", gettext_lazy("Read mail with clients, as far as its mailboxes show it")
    MAIL_SEND = (
        "mail:send",
        gettext_lazy("Write to clients, from one's own address and those shared with one"),
    )
    MAILBOXES_MANAGE = "mailboxes:manage", gettext_lazy("Set up the mailboxes that members share")
    CALLS_SEE = "calls:see", gettext_lazy("See calls")
    CALLS_LOG = (
        "calls:log",
        gettext_lazy("Log calls, change one's own and assign those of unknown numbers"),
    )
    COMMENTS_SEE = "comments:see", gettext_lazy("Read comments")
    COMMENTS_WRITE = (
        "comments:write",
        gettext_lazy("Comment on clients and change one's own comments"),
    )
    TASKS_SEE = "tasks:see", gettext_lazy("See tasks")
    TASKS_WRITE = "tasks:write", gettext_lazy("Add, tick and change tasks")
    MEETINGS_SEE = "meetings:see", gettext_lazy("See meetings")
    MEETINGS_WRITE = "meetings:write", gettext_lazy("Plan, move and cancel meetings")
    DOCUMENTS_SEE = "documents:see", gettext_lazy("See and download files of clients")
    DOCUMENTS_EDIT = (
        "documents:edit",
        gettext_lazy("Add, change, move and remove files and folders"),
    )
    DOCUMENTS_SHARE = "documents:share", gettext_lazy("Share files with people outside by links")
    PROJECTS_SEE = "projects:see", gettext_lazy("See projects and the board")
    PROJECTS_WRITE = "projects:write", gettext_lazy("Add, change, deliver and delete projects")
    JOBS_SEE = "jobs:see", gettext_lazy("See jobs")
    JOBS_WRITE = "jobs:write", gettext_lazy("Open, change, move and complete jobs")
    MONEY_SEE = "money:see", gettext_lazy("See prices, invoices, payments and what clients owe")
    MONEY_EDIT = "money:edit", gettext_lazy("Change prices and agreed prices, and draft invoices")
    MONEY_ISSUE = "money:issue", gettext_lazy("Issue, credit and cancel invoices")
    MONEY_TAKE = "money:take", gettext_lazy("Record payments, refund, remind and write off")
    TENDERS_SEE = "tenders:see", gettext_lazy("See tenders")
    TENDERS_WRITE = "tenders:write", gettext_lazy("Add, change, move and decide tenders")
    HOLDS_OVERRIDE = "holds:override", gettext_lazy("Send to clients on hold, with a reason")
    LEXICON_EDIT = (
        "lexicon:edit",
        gettext_lazy("Change statuses, tags, stages, location types and contact roles"),
    )
    MEMBERS_SEE = "members:see", gettext_lazy("See who works here")
    MEMBERS_MANAGE = (
        "members:manage",
        gettext_lazy("Invite members, change roles, teams and sign-ins"),
    )
    ORGANISATION_EDIT = "organisation:edit", gettext_lazy("Change the organisation's settings")
    PRIVACY_MANAGE = "privacy:manage", gettext_lazy("Export and erase everything about a person")
    VIEWS_READ = "views:read", gettext_lazy("Read the log of who saw what")
    TOKENS_MANAGE = "tokens:manage", gettext_lazy("Make and revoke API tokens")
    SSO_MANAGE = "sso:manage", gettext_lazy("Set up single sign-on")
    OWNERS_MANAGE = "owners:manage", gettext_lazy("Make and unmake owners")

    def __new__(cls, value: str, label: str) -> Self:
        member = str.__new__(cls, value)
        member._value_ = value
        member.label = label
        return member

    @classmethod
    def among(cls, words: Collection[str]) -> frozenset[Can]:
        """Those of the words that are permissions."""
        return frozenset(can for can in cls if can in words)


class Role(models.TextChoices):
    """What a member is in the organisation, from most to least."""

    OWNER = "owner", pgettext_lazy("role", "Owner")
    ADMIN = "admin", gettext_lazy("Admin")
    MANAGER = "manager", gettext_lazy("Manager")
    STAFF = "staff", gettext_lazy("Staff")
    VIEWER = "viewer", gettext_lazy("Viewer")

    @property
    def base(self) -> Role:
        """What it counts as wherever a level is asked for: itself."""
        return self

    @property
    def allowed(self) -> str:
        """Nothing: the table says what it may."""
        return ""

    @property
    def own(self) -> None:
        """It is none of the organisation's own."""

    def anew(self) -> Role:
        """As it stands now: it never changes."""
        return self


class AnyRole(Protocol):
    """One of the five roles, or one of the organisation's own."""

    @property
    def label(self) -> str:
        """What people call it."""

    @property
    def base(self) -> Role:
        """The one of the five that it counts as wherever a level is asked for."""

    @property
    def allowed(self) -> str:
        """What it may as ``written()`` says it; empty for the five, of which the table tells."""

    @property
    def own(self) -> Any:
        """The row of a role of the organisation's own; None for the five."""

    def anew(self) -> AnyRole:
        """As it stands now; refused where it was removed."""


_VIEWER = frozenset({Can.CLIENTS_SEE, Can.NOTES_SEE, Can.TASKS_SEE, Can.MEMBERS_SEE})
_VIEWER |= {Can.CALLS_SEE, Can.COMMENTS_SEE, Can.MEETINGS_SEE, Can.MAIL_SEE, Can.DOCUMENTS_SEE}
_VIEWER |= {Can.PROJECTS_SEE, Can.JOBS_SEE, Can.TENDERS_SEE}
_STAFF = _VIEWER | {Can.CLIENTS_EDIT, Can.NOTES_WRITE, Can.TASKS_WRITE, Can.TOKENS_MANAGE}
_STAFF |= {Can.CALLS_LOG, Can.COMMENTS_WRITE, Can.MEETINGS_WRITE, Can.MAIL_SEND}
_STAFF |= {Can.ACCOUNTS_SEE, Can.ACCOUNTS_ASK, Can.DOCUMENTS_EDIT, Can.DOCUMENTS_SHARE}
_STAFF |= {Can.PROJECTS_WRITE, Can.JOBS_WRITE, Can.MONEY_SEE, Can.MONEY_EDIT}
_STAFF |= {Can.TENDERS_WRITE}
_MANAGER = _STAFF | {
    Can.CLIENTS_NAMESAKE,
    Can.CLIENTS_BULK,
    Can.CLIENTS_MERGE,
    Can.CLIENTS_ARCHIVE,
    Can.CLIENTS_OWN,
    Can.CLIENTS_EXPORT,
    Can.LISTS_SHARE,
    Can.NOTES_MODERATE,
    Can.IMPORTS_RUN,
    Can.MONEY_ISSUE,
    Can.MONEY_TAKE,
}
_ADMIN = frozenset(Can) - {Can.OWNERS_MANAGE}

ROLES: dict[Role, frozenset[Can]] = {
    Role.OWNER: frozenset(Can),
    Role.ADMIN: _ADMIN,
    Role.MANAGER: _MANAGER,
    Role.STAFF: _STAFF,
    Role.VIEWER: _VIEWER,
}

# What every member may, whatever the role: whatever else is allowed stands on it.
ALWAYS = frozenset({Can.CLIENTS_SEE, Can.MEMBERS_SEE})
# What no role of an organisation's own may: who has it could undo every other limit.
OWNERS_ONLY = frozenset({Can.OWNERS_MANAGE})


def written(permissions: Collection[Can]) -> str:
    """Permissions as a member's row keeps them, so that a statement finds who has one of them."""
    return f" {' '.join(can for can in Can if can in permissions)} "


@lru_cache(maxsize=1000)
def permissions_of(role: str, allowed: str) -> frozenset[Can]:
    """What a role may: as the table says, or for one of the organisation's own as it was written."""
    if not allowed:
        return ROLES[Role(role)]
    return Can.among(allowed.split())


def needed_for(permission: Can) -> Can | None:
    """What one must see in order to do this: writing notes needs reading them; None for nothing."""
    seeing = f"{permission.partition(':')[0]}:see"
    return next((can for can in Can if can == seeing and can != permission), None)


def covers(role: str, allowed: str, other: AnyRole) -> bool:
    """Whether who has this role may do all that the other may, and counts as no less."""
    more = permissions_of(other.base, other.allowed) <= permissions_of(role, allowed)
    return more and counts_as(role, other.base)


def counts_as(role: str, other: Role) -> bool:
    """Whether the one of the five is the other one or above it."""
    order = list(Role)
    return order.index(Role(role)) <= order.index(other)
