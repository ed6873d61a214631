"""The mail that tells owners that the record of a domain is gone. It leaves by the queue."""

from __future__ import annotations

from django.tasks import task

from atrium.foundation.translation import gettext
from atrium.organisations import current
from atrium.sso.mailing import mail_owners_of


@task
def mail_owners(organisation_id: int, domain_id: int) -> None:
    """Tell each owner who lets it reach them by mail, unless the record came back before its turn came."""
    from atrium.sso.models import Domain  # noqa: PLC0415 - the model queues this task

    with current.entered(organisation_id):
        domain = Domain.objects.select_related("organisation").filter(pk=domain_id).first()
        if domain is None or (domain.is_proved and not domain.missed):
            return

        def subject() -> str:
            text = (
                gettext("The record of {domain} is gone")
                if domain.is_proved
                else gettext("{domain} counts as proved no more")
            )
            return text.format(domain=domain.name)

        mail_owners_of(domain.organisation, "sso/mail/domain.txt", subject, {"domain": domain})
