"""The mail that tells owners that an identity provider failed its daily check. It leaves by the queue."""

from __future__ import annotations

from django.tasks import task

from atrium.foundation.translation import gettext
from atrium.organisations import current
from atrium.sso.mailing import mail_owners_of


@task
def mail_owners(organisation_id: int, provider_id: int) -> None:
    """Tell each owner who lets it reach them by mail, unless it answers again, or is off, before its turn came."""
    from atrium.sso.models import Provider  # noqa: PLC0415 - the model queues this task

    with current.entered(organisation_id):
        rows = Provider.readable().select_related("organisation").exclude(check_failed="")
        provider = rows.filter(pk=provider_id).first()
        if provider is None:
            return

        def subject() -> str:
            return gettext("{provider} failed its daily check").format(provider=provider.name)

        facts = {"provider": provider}
        mail_owners_of(provider.organisation, "sso/mail/provider.txt", subject, facts)
