"""Taking an act back: every field that still stands as the act left it returns to what it was.

A small act is taken back at once; a large one in short transactions, by the queue, so that
nobody waits for it.
"""

from __future__ import annotations

from collections.abc import Callable, Collection

from django.apps import apps
from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from atrium.foundation.errors import Refusal
from atrium.foundation.translation import gettext
from atrium.organisations.models import Member
from atrium.timeline.acting import Acting, acting
from atrium.timeline.events import ActUndone
from atrium.timeline.models import Act, Change, Event, Operation, Step, Undoing
from atrium.timeline.taking_back import WITHDRAWALS, TakenBack, take_back, withdraws
from atrium.timeline.tasks import finish_undoing

__all__ = [
    "before_undoing",
    "begin",
    "go_on",
    "start",
    "undo",
    "undoing_of",
    "when_undone",
    "withdraws",
]

type Spare = Callable[[Collection[Change]], set[int]]
type Hook = Callable[[Acting, Act], None]
_BEFORE: list[Hook] = []
_AT_THE_END: list[Hook] = []
AT_A_TIME = 250


def before_undoing(hook: Hook) -> Hook:
    """Ask the function before any act is taken back; it may refuse. It is given the undo and the act."""
    _BEFORE.append(hook)
    return hook


def when_undone(hook: Hook) -> Hook:
    """Call the function at the end of the undo of any act, in the transaction of its last portion."""
    _AT_THE_END.append(hook)
    return hook


def start(act: Act, *, by: Member) -> Undoing:
    """Take ``act`` back: at once where that is quick, else by the queue.

    Refused when the act was undone already.
    """
    with transaction.atomic():
        undoing = begin(act, by=by)
        if undoing.is_large:
            finish_undoing.enqueue(act.organisation.pk, undoing.pk)
        else:
            go_on(undoing)
    return undoing


def undoing_of(act: Act) -> Undoing | None:
    """How far the undo of ``act`` is; None where nobody undid it."""
    found: Undoing | None = Undoing.objects.filter(act__undoes=act).select_related("act").first()
    return found


def undo(act: Act, *, by: Member) -> Undoing:
    """Take ``act`` back in one new act and at once; what was changed since is left alone and named.

    Refused when the act was undone already.
    """
    with transaction.atomic():
        undoing = begin(act, by=by)
        go_on(undoing)
    return undoing


def begin(act: Act, *, by: Member) -> Undoing:
    """Open the undo of ``act``, which go_on() carries out; one that was broken off is taken up.

    Refused when the act was undone already.
    """
    with acting(
        by=by, label=gettext("Undid: {act}").format(act=act.words), undoes=act, alone=True
    ) as doing:
        doing.lock(act)
        earlier = act.undone_by.first()
        if earlier is None:
            for hook in _BEFORE:
                hook(doing, act)
            begun: Undoing = Undoing.objects.create(act=doing.row, total=act.changes.count())
            return begun
        going = earlier.undoings.select_related("act__undoes", "act__actor").first()
        if going is None or going.is_done:
            msg = gettext("This was undone already.")
            raise Refusal(msg)
        return going


def go_on(undoing: Undoing, *, spare: Spare | None = None) -> None:
    """Take back what is left to take back, each portion in a transaction of its own.

    ``spare`` is given changes whose rows are locked, and says which of them (by their keys) stand
    for a reason that the caller names.
    """
    while not undoing.is_done:
        portion(undoing, spare)


def portion(undoing: Undoing, spare: Spare | None = None) -> None:
    """Take back the next portion, in one transaction that also keeps how far the undo is."""
    act = undoing.act
    with acting(by=act.actor, label=act.words, continues=act, alone=True) as doing:
        doing.lock(undoing)
        undoing.act = act
        changes = _next(undoing)
        if changes:
            undoing.last = changes[-1].pk
            taken = take_back(_wanted(changes, doing, spare), doing)
            undoing.went_on(seen=len(changes), changes=taken.changes, left=taken.left)
            _tell(doing, act, taken)
        if len(changes) < AT_A_TIME:
            _step(undoing)
        if undoing.is_done and act.undoes is not None:
            for hook in _AT_THE_END:
                hook(doing, act.undoes)
        undoing.save()


def _step(undoing: Undoing) -> None:
    if undoing.step == Step.WITHDRAW:
        undoing.step, undoing.last = Step.TAKE_BACK, None
    elif undoing.step == Step.TAKE_BACK:
        undoing.step, undoing.finished_at = Step.DONE, timezone.now()


def _next(undoing: Undoing) -> list[Change]:
    """The changes that follow, newest first: at first those that added what is only withdrawn."""
    assert undoing.act.undoes is not None, "begin() opens acts that undo"
    changes = undoing.act.undoes.changes.order_by("-id")
    withdrawn = Q(model__in=WITHDRAWALS, operation=Operation.INSERT)
    if undoing.step == Step.DONE:
        return []
    first = undoing.step == Step.WITHDRAW
    changes = changes.filter(withdrawn) if first else changes.exclude(withdrawn)
    if undoing.last is not None:
        changes = changes.filter(id__lt=undoing.last)
    return list(changes[:AT_A_TIME])


def _wanted(changes: list[Change], doing: Acting, spare: Spare | None) -> list[Change]:
    """The changes without those that are spared, and those to a row that is withdrawn anyway."""
    _lock_clients(changes, doing)
    stand = spare(changes) if spare is not None else set[int]()
    edited = {
        change.object_id
        for change in changes
        if change.model in WITHDRAWALS and change.operation == Operation.UPDATE
    }
    made = Change.objects.filter(
        model__in=WITHDRAWALS,
        operation=Operation.INSERT,
        object_id__in=edited,
        act=changes[0].act_id,
    )
    withdrawn = set(made.values_list("model", "object_id")) if edited else set()
    return [
        change
        for change in changes
        if change.pk not in stand
        and (
            change.operation == Operation.INSERT
            or (change.model, change.object_id) not in withdrawn
        )
    ]


def _lock_clients(changes: list[Change], doing: Acting) -> None:
    """Before what they have is touched, as verbs do: whoever works on one of them is done by then."""
    keys = {change.client_id for change in changes if change.client_id}
    clients = apps.get_model("clients", "Client")._base_manager
    doing.lock_many(clients.filter(pk__in=keys).order_by("pk").only("pk", "organisation"))


def _tell(doing: Acting, act: Act, taken: TakenBack) -> None:
    """Say it on the timeline of each client once."""
    assert act.undoes is not None, "begin() opens acts that undo"
    # By the clients' own index: an index by act would go through all that was told so far.
    told = Event.objects.filter(client__in=taken.clients, at__gte=act.at, kind=ActUndone.code)
    known = {client for client, by in told.values_list("client_id", "act_id") if by == act.pk}
    new = sorted(taken.clients - known)
    clients = apps.get_model("clients", "Client")._base_manager.filter(pk__in=new)
    doing.record_many((ActUndone(what=act.undoes.words), client) for client in clients)
