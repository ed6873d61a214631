"""Whatever is done between a merge and its undo, each client stands as its own history says (X01)."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from atrium.clients import lexicon
from atrium.clients.models import (
    Client,
    Hold,
    Location,
    Merge,
    Point,
    SearchDocument,
    State,
)
from atrium.clients.search.document import documents
from atrium.conversations.models import Note
from atrium.foundation.errors import Refusal
from atrium.organisations import current
from atrium.organisations.founding import found
from atrium.organisations.models import Member
from atrium.timeline.undoing import undo

pytestmark = pytest.mark.django_db

WHO = st.integers(0, 3)


class Histories(RuleBasedStateMachine):
    """Four clients, merged and undone in any allowed order, worked on all the while.

    The model is a book of who brought what: each note and address belongs to the client it was
    written on, and after all merges are undone stands there again.
    """

    alice: Member
    count = 0

    @initialize()
    def begin(self) -> None:
        status = lexicon.of(self.alice.organisation).default_status
        self.turn = 0
        self.clients = [
            Client.add(by=self.alice, name=f"Client {self.next()}", status=status) for _ in range(4)
        ]
        self.standing: list[Merge] = []
        self.owner: dict[int, int] = {}
        for place in range(4):
            self.write(place)
            self.call(place)

    def next(self) -> int:
        Histories.count += 1
        return Histories.count

    def where(self, place: int) -> Client:
        """The client that answers for this one now."""
        client: Client = Client.objects.get(pk=self.clients[place].pk)
        return client.survivor or client

    @rule(place=WHO)
    def write(self, place: int) -> None:
        here = self.where(place)
        note = Note.write(here, by=self.alice, html=f"<p>{self.next()}</p>")
        self.owner[note.pk] = here.pk

    @rule(place=WHO)
    def call(self, place: int) -> None:
        Point.add(
            self.where(place), by=self.alice, kind="email", text=f"{self.next()}@post.example"
        )

    @rule(place=WHO)
    def live(self, place: int) -> None:
        kind = next(iter(lexicon.of(self.alice.organisation).location_types.values()))
        Location.add(self.where(place), by=self.alice, type=kind, street=f"{self.next()} Road")

    @rule(place=WHO, mark=st.booleans())
    def tag_or_hold(self, place: int, mark: bool) -> None:  # noqa: FBT001 - hypothesis gives it
        here = self.where(place)
        if mark:
            next(iter(lexicon.of(self.alice.organisation).tags.values())).put_on(
                here, by=self.alice
            )
        elif not here.holds.filter(lifted_at=None).exists():
            Hold.place(here, by=self.alice, reason="Unpaid")

    @rule(place=WHO)
    def rename(self, place: int) -> None:
        self.where(place).edit(by=self.alice, industry=f"Trade {self.next()}")

    @rule(place=WHO)
    def edit_a_note(self, place: int) -> None:
        note = self.where(place).notes.order_by("-pk").first()
        if note is not None:
            note.edit(by=self.alice, html=f"<p>{self.next()}</p>")

    @rule(one=WHO, other=WHO, third=WHO, several=st.booleans())
    def merge(self, one: int, other: int, third: int, several: bool) -> None:  # noqa: FBT001
        keep, gone = self.where(one), self.where(other)
        more = self.where(third)
        absorb = [gone, more] if several and more.pk not in {keep.pk, gone.pk} else [gone]
        try:
            self.standing += Merge.perform(keep=keep, absorb=absorb, by=self.alice)
        except Refusal:
            assert keep.pk == gone.pk

    @precondition(lambda self: self.standing)
    @rule(data=st.data())
    def take_back(self, data: Any) -> None:
        merge = data.draw(st.sampled_from(self.standing))
        act = merge.act
        mine = [m for m in self.standing if m.act_id == act.pk]
        newest = max(m.pk for m in mine)
        above = [
            m
            for m in self.standing
            if m.act_id != act.pk
            and (m.absorbed_id == merge.kept_id or (m.kept_id == merge.kept_id and m.pk > newest))
        ]
        if above:
            with pytest.raises(Refusal, match="Undo that merge first"):
                undo(act, by=self.alice)
            return
        undo(act, by=self.alice)
        self.standing = [m for m in self.standing if m.act_id != act.pk]

    @invariant()
    def each_client_holds_what_it_must(self) -> None:
        absorbed = {m.absorbed_id: m for m in self.standing}
        for mine in self.clients:
            client: Client = Client.objects.get(pk=mine.pk)
            assert (client.state == State.MERGED) == (client.pk in absorbed)
            assert (client.survivor_id is not None) == (client.pk in absorbed)
            if client.pk not in absorbed:
                types = Location.objects.filter(client=client).values_list("type", "is_default")
                assert sum(default for _, default in types) == len({kind for kind, _ in types})
                kept = SearchDocument.objects.get(client_key=client.pk)
                assert kept.text == documents([client.pk])[client.pk].text
        for note, owner in Note.objects.filter(pk__in=self.owner).values_list("pk", "client_id"):
            home = self.owner[note]
            while home in absorbed:
                home = absorbed[home].kept_id
            assert owner == home

    def teardown(self) -> None:
        if not hasattr(self, "standing"):
            return
        for merge in sorted(self.standing, key=lambda m: -m.pk):
            if Merge.objects.get(pk=merge.pk).undone_at is None:
                undo(merge.act, by=self.alice)
        self.standing = []
        self.each_client_holds_what_it_must()
        assert not Client.objects.filter(state=State.MERGED).exists()


def test_x01_merge_edit_merge_again_and_undo_in_any_allowed_order(db: None) -> None:
    alice = found("Acme", email="alice@acme.example", person="Alice Ash")
    with current.entered(alice.organisation):
        Histories.alice = alice
        run_state_machine_as_test(
            Histories,
            settings=settings(
                max_examples=6,
                stateful_step_count=12,
                deadline=None,
                derandomize=True,
                database=None,
                suppress_health_check=list(HealthCheck),
            ),
        )
