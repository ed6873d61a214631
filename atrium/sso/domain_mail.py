"""The mail that tells owners that the record of a domain is gone. It leaves by the queue."""

from __future__ import annotations

from django.conf import settings
from django.core.mail import send_mail
from django.tasks import task
from django.template.loader import render_to_string
from django.urls import reverse

from atrium.foundation.speaking import speaking
from atrium.foundation.translation import gettext
from atrium.organisations import current
from atrium.sso.telling import who_want_mail


@task
def mail_owners(organisation_id: int, domain_id: int) -> None:
    """Tell each owner who lets it reach them by mail, unless the record came back before its turn came."""
    from atrium.sso.models import Domain  # noqa: PLC0415 - the model queues this task

    with current.entered(organisation_id):
        domain = Domain.objects.select_related("organisation").filter(pk=domain_id).first()
        if domain is None or (domain.is_proved and not domain.missed):
            return
        path = reverse("sso-settings", args=[domain.organisation.slug])
        facts = {"domain": domain, "url": f"{settings.BASE_URL}{path}"}
        for owner in who_want_mail():
            with speaking(owner.user.language, domain.organisation.language):
                subject = (
                    gettext("The record of {domain} is gone")
                    if domain.is_proved
                    else gettext("{domain} counts as proved no more")
                ).format(domain=domain.name)
                body = render_to_string("sso/mail/domain.txt", facts)
                send_mail(subject, body, None, [owner.user.email])
