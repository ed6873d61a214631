"""The rows that one chunk of an import adds, written with few statements."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from atrium.clients.models import Client, Link
from atrium.conversations.models import Note
from atrium.foundation.errors import Refusal
from atrium.foundation.said import listed
from atrium.foundation.translation import gettext
from atrium.imports import accounts, consents
from atrium.imports.draft import Draft
from atrium.imports.events import ClientImported, ClientUpdatedByImport
from atrium.imports.models.row import ImportRow
from atrium.profile.models import ChangeRequest
from atrium.profile.models.change_request import LONGEST_REASON
from atrium.timeline.acting import Acting
from atrium.timeline.kinds import Kind

if TYPE_CHECKING:
    from atrium.imports.models.import_ import Import


class Batch:
    """Collects the drafts of a chunk in the order of the file; each client is written once."""

    def __init__(self, of_import: Import, act: Acting, taken: set[str], at: datetime) -> None:
        """``taken``: which names of the chunk live clients have. ``at``: when it began."""
        self._import = of_import
        self._at = at
        self._act = act
        self._taken = set(taken)
        self._drafts: dict[int, Draft] = {}
        self._told: list[tuple[ImportRow, Draft]] = []

    def take(self, draft: Draft, row: ImportRow) -> None:
        """Add what ``row`` made of ``draft``."""
        self._drafts[id(draft)] = draft
        self._told.append((row, draft))
        row.done = True

    def write(self) -> None:
        """Write clients, then what hangs on them, then the events; and point the rows at them."""
        drafts = list(self._drafts.values())
        act = self._act
        for draft in drafts:
            if draft.new:
                for name, value in draft.updates.items():
                    setattr(draft.client, name, value)
            elif draft.updates:
                if draft.updates.get("name_key", draft.client.name_key) != draft.client.name_key:
                    key = draft.updates["name_key"]
                    self._taken.add(key)
                    draft.updates["namesake"] = Client.objects.live().filter(name_key=key).exists()
                act.change(draft.client, **draft.updates)
        new = [draft.client for draft in drafts if draft.new]
        self._mark_namesakes(new)
        act.insert_many(new)
        act.insert_many([c for d in drafts for c in d.contacts])
        self._write_links([x for d in drafts for x in d.links])
        act.insert_many([x for d in drafts for x in d.link_roles])
        act.insert_many([p for d in drafts for p in d.points])
        act.insert_many([x for d in drafts for x in d.locations])
        act.insert_many([t for d in drafts for t in d.taggings])
        act.insert_many([n for d in drafts for n in d.no_contacts])
        self._write_notes(drafts)
        consents.write(drafts, self._import.sender, act)
        self._fill(drafts)
        self._ask()
        act.record_many(self._stories(), at=self._at)
        for row, draft in self._told:
            row.client_id = draft.client.pk

    def _write_links(self, links: list[Link]) -> None:
        """Write who stands with whom, those that others report to before them."""
        waiting = links
        while waiting:
            ready = [x for x in waiting if x.reports_to is None or x.reports_to.pk]
            self._act.insert_many(ready)
            waiting = [x for x in waiting if not x.pk]

    def _mark_namesakes(self, clients: list[Client]) -> None:
        """A name that a client has already is given once more on purpose: the plan said so."""
        for client in clients:
            client.namesake = client.name_key in self._taken
            self._taken.add(client.name_key)

    def _write_notes(self, drafts: list[Draft]) -> None:
        notes = [(d.client, text) for d in drafts for text in d.notes]
        if notes:
            Note.write_many(notes, by=None)

    def _fill(self, drafts: list[Draft]) -> None:
        refused = accounts.fill(drafts, self._import.organisation, self._act)
        for row, draft in self._told:
            if id(draft) in refused:
                why = gettext("Account details not taken: {refused}")
                _add(row, why.format(refused=refused[id(draft)]))

    def _ask(self) -> None:
        """Ask once a client for what changes by approval alone; a row says why it could not."""
        told: set[int] = set()
        for row, draft in self._told:
            if draft.asked and id(draft) not in told:
                told.add(id(draft))
                reason = gettext("Imported from {file_name}").format(
                    file_name=self._import.file_name
                )[:LONGEST_REASON]
                try:
                    ChangeRequest.ask(
                        draft.client, by=self._import.by, texts=draft.asked, reason=reason
                    )
                except Refusal as refusal:
                    _add(row, gettext("Not asked for: {refusal}").format(refusal=refusal))

    def _stories(self) -> list[tuple[Kind, Client]]:
        number, file = self._import.number, self._import.file_name
        told: list[tuple[Kind, Client]] = []
        fresh: set[int] = set()
        for row, draft in self._told:
            if draft.new and id(draft) not in fresh:
                fresh.add(id(draft))
                story: Kind = ClientImported(number=number, file=file, row=row.number)
            else:
                story = ClientUpdatedByImport(
                    number=number, file=file, row=row.number, changes=row.differences
                )
            told.append((story, draft.client))
        return told


def _add(row: ImportRow, why: str) -> None:
    """Behind what is said of the row already."""
    row.reason = listed(filter(None, [row.reason, why]), " ")
