"""What is sent twice is done once, and answered twice."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpRequest, HttpResponse
from django.test import RequestFactory
from django.utils import timezone

from atrium.organisations import current
from atrium.organisations.idempotency import answered_once, idempotent
from atrium.organisations.models import Answer, Team
from atrium.organisations.models.answer import KeyReused
from atrium.testing.processes import run_at_once

if TYPE_CHECKING:
    from atrium.organisations.models import Member, Organisation


@idempotent
def make_team(request: HttpRequest) -> HttpResponse:
    if not request.POST["name"]:
        return HttpResponse("Give it a name.", status=422)
    team = Team.objects.create(name=request.POST["name"])
    return HttpResponse(f"made {team.name}", status=201, headers={"Location": f"/teams/{team.pk}/"})


def send(member: Member, **data: Any) -> HttpResponse:
    request = RequestFactory().post("/acme/teams/", data)
    request.member = member  # type: ignore[attr-defined]
    return make_team(request)


def names() -> list[str]:
    return sorted(Team.objects.values_list("name", flat=True))


def test_the_same_request_is_done_once_and_answered_alike(alice: Member) -> None:
    first = send(alice, name="North", idempotency_key="k1", csrfmiddlewaretoken="a")
    again = send(alice, name="North", idempotency_key="k1", csrfmiddlewaretoken="b")
    assert (again.status_code, again.content, again["Location"]) == (
        201,
        b"made North",
        first["Location"],
    )
    assert "Idempotent-Replayed" not in first
    assert again["Idempotent-Replayed"] == "true"
    assert names() == ["North"]


def test_the_same_key_with_something_else_is_refused(alice: Member) -> None:
    send(alice, name="North", idempotency_key="k1")
    with pytest.raises(KeyReused) as refused:
        send(alice, name="South", idempotency_key="k1")
    assert refused.value.status == 422
    assert names() == ["North"]


def test_another_file_is_something_else(alice: Member) -> None:
    def upload(content: bytes) -> HttpResponse:
        file = SimpleUploadedFile("logo.png", content)
        return send(alice, name="North", idempotency_key="k1", logo=file)

    upload(b"one")
    assert upload(b"one")["Idempotent-Replayed"] == "true"
    with pytest.raises(KeyReused):
        upload(b"two")


def test_another_member_with_the_same_key_gets_an_answer_of_their_own(
    alice: Member, bob: Member
) -> None:
    send(alice, name="North", idempotency_key="k1")
    assert send(bob, name="South", idempotency_key="k1").content == b"made South"
    assert names() == ["North", "South"]


def test_a_refused_form_can_be_mended_and_sent_again(alice: Member) -> None:
    assert send(alice, name="", idempotency_key="k1").status_code == 422
    assert send(alice, name="North", idempotency_key="k1").status_code == 201


def test_what_failed_is_not_kept(alice: Member) -> None:
    request = RequestFactory().post("/", {}, headers={"Idempotency-Key": "k1"})

    def fail() -> HttpResponse:
        Team.objects.create(name="half")
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        answered_once(request, "token:1", fail)
    assert names() == []
    assert answered_once(request, "token:1", lambda: HttpResponse("done")).content == b"done"


def test_without_a_key_each_request_is_done(alice: Member) -> None:
    send(alice, name="North")
    send(alice, name="South")
    assert names() == ["North", "South"]


@pytest.mark.parametrize("key", ["two words", "é", "x" * 201])
def test_what_is_no_key_is_refused(alice: Member, key: str) -> None:
    with pytest.raises(KeyReused):
        send(alice, name="North", idempotency_key=key)


def test_an_answer_is_forgotten_after_a_day(alice: Member) -> None:
    send(alice, name="North", idempotency_key="k1")
    send(alice, name="South", idempotency_key="k2")
    Answer.objects.filter(key="k1").update(at=timezone.now() - timedelta(hours=25))
    assert send(alice, name="East", idempotency_key="k1").status_code == 201
    Answer.objects.filter(key="k1").update(at=timezone.now() - timedelta(hours=25))
    assert Answer.purge() == 1
    assert [answer.key for answer in Answer.objects.all()] == ["k2"]


def _send_in_process(organisation: int, key: str) -> str:
    with current.entered(organisation):
        request = RequestFactory().post("/", {"name": "North"}, headers={"Idempotency-Key": key})
        act = lambda: HttpResponse(str(Team.objects.create(name="North").pk))  # noqa: E731
        return answered_once(request, "member:1", act).content.decode()


@pytest.mark.django_db(transaction=True)
def test_several_at_once_make_one_team(acme: Organisation) -> None:
    outcomes = run_at_once(_send_in_process, [(acme.pk, "k1")] * 6)
    assert [outcome.error for outcome in outcomes] == [""] * 6
    assert len({outcome.value for outcome in outcomes}) == 1
    assert names() == ["North"]
