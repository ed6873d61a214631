"""What mail does in the queue."""

from __future__ import annotations

from datetime import timedelta

from django.core.mail import mailers
from django.tasks import task

from atrium.clients.models import Client
from atrium.conversations.mail.beginning import Beginning
from atrium.conversations.mail.leaving import TryLater, hand_over
from atrium.conversations.mail.sorting import file_waiting
from atrium.conversations.models import Message, MessageTemplate
from atrium.organisations import current
from atrium.organisations.models import Member
from atrium.queue.policy import policy


@task(priority=10)
@policy(
    attempts=1000,
    first_wait=timedelta(seconds=20),
    longest_wait=timedelta(minutes=30),
    key=lambda _, message, turn: f"message-{message}-{turn}",
)
def leave(organisation_id: int, message_id: int, turn: str) -> None:
    """Hand a message to its mail server. Raises TryLater where that is to be tried again."""
    with current.entered(organisation_id):
        if problem := hand_over(message_id, turn):
            raise TryLater(problem)
        Message.objects.get(pk=message_id).tell()


@task(priority=5)
@policy(attempts=5, first_wait=timedelta(seconds=20), longest_wait=timedelta(minutes=10))
def file_rest(organisation_id: int, address: str) -> None:
    """File what waits of a sender who has become known."""
    with current.entered(organisation_id):
        file_waiting(address)


@task(priority=10)
@policy(attempts=5, first_wait=timedelta(seconds=20), longest_wait=timedelta(minutes=10))
def try_template(organisation_id: int, template_id: int, member_id: int, client_id: int) -> None:
    """Send a template to the member who tries it, as it reads for a client they see."""
    with current.entered(organisation_id):
        member = Member.objects.get(pk=member_id)
        template = MessageTemplate.objects.filter(pk=template_id).first()
        rows = Client.objects.visible_to(member).filter(pk=client_id).select_related("organisation")
        if template is None or (client := rows.first()) is None:
            return
        link = (
            client.links.current().select_related("contact").order_by("-is_primary", "id").first()
        )
        shown = Beginning.of(template, client, member, link.contact if link else None)
        with mailers.default as server:
            server.send_messages([shown.letter_to(member)])
