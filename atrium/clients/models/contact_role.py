from django.db import models

from atrium.clients.models.term import Term


class ContactRole(Term):
    """What a contact is to a client: decision maker, billing, technical, or the organisation's own."""

    class Meta(Term.Meta):
        verbose_name = "contact role"
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "id"], name="contact_role_by_organisation"
            ),
            models.UniqueConstraint(
                fields=["organisation", "public_id"], name="contact_role_by_public_id"
            ),
            models.UniqueConstraint(
                fields=["organisation", "label_key"], name="contact_role_label_once"
            ),
        ]
