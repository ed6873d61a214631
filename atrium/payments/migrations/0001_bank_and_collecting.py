"""Statements of banks and what was booked from them; payment providers, cards, pay links, charges; reminders of payment."""

import atrium.foundation.ids
import atrium.foundation.secrets
import atrium.organisations.constraints
import atrium.organisations.current
import atrium.payments.models.provider_account
import django.db.models.deletion
import django.utils.timezone
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("billing", "0001_invoices_and_payments"),
        ("clients", "0029_source_mail"),
        ("conversations", "0015_templates_for_sms"),
        ("organisations", "0006_outdated_after"),
    ]

    operations = [
        migrations.CreateModel(
            name="BankAccount",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "public_id",
                    models.UUIDField(default=atrium.foundation.ids.public_id, editable=False),
                ),
                ("name", models.CharField(max_length=120)),
                ("number", models.CharField(max_length=60)),
                ("currency", models.CharField(max_length=3)),
                (
                    "created_at",
                    models.DateTimeField(default=django.utils.timezone.now, editable=False),
                ),
                ("version", models.PositiveIntegerField(default=1)),
                (
                    "organisation",
                    models.ForeignKey(
                        db_index=False,
                        default=atrium.organisations.current.organisation_id,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="organisations.organisation",
                    ),
                ),
            ],
            options={
                "ordering": ("name", "id"),
                "abstract": False,
                "base_manager_name": "objects",
                "default_manager_name": "objects",
                "constraints": [
                    models.UniqueConstraint(
                        fields=("organisation", "id"), name="bank_account_by_org"
                    ),
                    models.UniqueConstraint(
                        fields=("organisation", "public_id"), name="bank_account_by_public_id"
                    ),
                    models.UniqueConstraint(
                        fields=("organisation", "number", "currency"), name="bank_account_once"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="BankDraft",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "public_id",
                    models.UUIDField(default=atrium.foundation.ids.public_id, editable=False),
                ),
                ("name", models.CharField(max_length=200)),
                ("stored_as", models.CharField(max_length=200)),
                ("sent_at", models.DateTimeField(default=django.utils.timezone.now)),
                (
                    "organisation",
                    models.ForeignKey(
                        db_index=False,
                        default=atrium.organisations.current.organisation_id,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="organisations.organisation",
                    ),
                ),
                (
                    "sent_by",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="organisations.member",
                    ),
                ),
            ],
            options={
                "abstract": False,
                "base_manager_name": "objects",
                "default_manager_name": "objects",
                "constraints": [
                    models.UniqueConstraint(
                        fields=("organisation", "public_id"), name="bank_draft_by_public_id"
                    ),
                    atrium.organisations.constraints.SameOrganisation(
                        "sent_by", name="payments_bankdraft_sent_by_same_org"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="BankFile",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "public_id",
                    models.UUIDField(default=atrium.foundation.ids.public_id, editable=False),
                ),
                ("name", models.CharField(max_length=200)),
                ("sha256", models.CharField(max_length=64)),
                ("added", models.PositiveIntegerField(default=0)),
                ("known", models.PositiveIntegerField(default=0)),
                ("not_booked", models.PositiveIntegerField(default=0)),
                ("taken_at", models.DateTimeField(default=django.utils.timezone.now)),
                (
                    "organisation",
                    models.ForeignKey(
                        db_index=False,
                        default=atrium.organisations.current.organisation_id,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="organisations.organisation",
                    ),
                ),
                (
                    "taken_by",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="organisations.member",
                    ),
                ),
            ],
            options={
                "ordering": ("-id",),
                "abstract": False,
                "base_manager_name": "objects",
                "default_manager_name": "objects",
                "constraints": [
                    models.UniqueConstraint(fields=("organisation", "id"), name="bank_file_by_org"),
                    models.UniqueConstraint(
                        fields=("organisation", "public_id"), name="bank_file_by_public_id"
                    ),
                    models.UniqueConstraint(
                        fields=("organisation", "sha256"), name="bank_file_once"
                    ),
                    atrium.organisations.constraints.SameOrganisation(
                        "taken_by", name="payments_bankfile_taken_by_same_org"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="BankEntry",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "public_id",
                    models.UUIDField(default=atrium.foundation.ids.public_id, editable=False),
                ),
                ("key", models.CharField(max_length=40)),
                ("currency", models.CharField(max_length=3)),
                ("amount", models.BigIntegerField()),
                ("charges", models.BigIntegerField(default=0)),
                ("booked_on", models.DateField()),
                ("valued_on", models.DateField(null=True)),
                ("payer", models.CharField(blank=True, max_length=200)),
                ("iban", models.CharField(blank=True, max_length=60)),
                ("text", models.CharField(blank=True, max_length=2000)),
                ("references", models.JSONField(default=list)),
                ("bank_ref", models.CharField(blank=True, max_length=200)),
                ("is_reversal", models.BooleanField(default=False)),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("open", "To match"),
                            ("booked", "Booked"),
                            ("ignored", "Ignored"),
                            ("out", "Money out"),
                        ],
                        default="open",
                        max_length=10,
                    ),
                ),
                ("reason", models.CharField(blank=True, max_length=300)),
                ("turn", models.PositiveSmallIntegerField(default=0)),
                ("decided_at", models.DateTimeField(null=True)),
                ("version", models.PositiveIntegerField(default=1)),
                (
                    "account",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="entries",
                        to="payments.bankaccount",
                    ),
                ),
                (
                    "decided_by",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="organisations.member",
                    ),
                ),
                (
                    "organisation",
                    models.ForeignKey(
                        db_index=False,
                        default=atrium.organisations.current.organisation_id,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="organisations.organisation",
                    ),
                ),
                (
                    "file",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="entries",
                        to="payments.bankfile",
                    ),
                ),
            ],
            options={
                "verbose_name": "bank entry",
                "verbose_name_plural": "bank entries",
                "abstract": False,
                "base_manager_name": "objects",
                "default_manager_name": "objects",
                "indexes": [
                    models.Index(
                        fields=["organisation", "state", "booked_on", "id"],
                        name="bank_entry_by_state",
                    ),
                    models.Index(
                        condition=models.Q(("iban", ""), _negated=True),
                        fields=["organisation", "iban", "id"],
                        name="bank_entry_by_iban",
                    ),
                    models.Index(fields=["organisation", "file"], name="bank_entry_by_file"),
                ],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("organisation", "id"), name="bank_entry_by_org"
                    ),
                    models.UniqueConstraint(fields=("organisation", "key"), name="bank_entry_once"),
                    models.UniqueConstraint(
                        fields=("organisation", "public_id"), name="bank_entry_by_public_id"
                    ),
                    atrium.organisations.constraints.SameOrganisation(
                        "account", name="payments_bankentry_account_same_org"
                    ),
                    atrium.organisations.constraints.SameOrganisation(
                        "file", name="payments_bankentry_file_same_org"
                    ),
                    atrium.organisations.constraints.SameOrganisation(
                        "decided_by", name="payments_bankentry_decided_by_same_org"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="BankBooking",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "organisation",
                    models.ForeignKey(
                        db_index=False,
                        default=atrium.organisations.current.organisation_id,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="organisations.organisation",
                    ),
                ),
                (
                    "payment",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="bank_bookings",
                        to="billing.payment",
                    ),
                ),
                (
                    "entry",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="bookings",
                        to="payments.bankentry",
                    ),
                ),
            ],
            options={
                "ordering": ("id",),
                "abstract": False,
                "base_manager_name": "objects",
                "default_manager_name": "objects",
                "indexes": [
                    models.Index(fields=["organisation", "payment"], name="booking_by_payment")
                ],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("organisation", "entry", "payment"), name="bank_booking_once"
                    ),
                    atrium.organisations.constraints.SameOrganisation(
                        "entry", name="payments_bankbooking_entry_same_org"
                    ),
                    atrium.organisations.constraints.SameOrganisation(
                        "payment", name="payments_bankbooking_payment_same_org"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="BankLayout",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("print", models.CharField(max_length=40)),
                ("says", models.JSONField(default=dict)),
                (
                    "changed_at",
                    models.DateTimeField(default=django.utils.timezone.now, editable=False),
                ),
                (
                    "account",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="layouts",
                        to="payments.bankaccount",
                    ),
                ),
                (
                    "organisation",
                    models.ForeignKey(
                        db_index=False,
                        default=atrium.organisations.current.organisation_id,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="organisations.organisation",
                    ),
                ),
            ],
            options={
                "abstract": False,
                "base_manager_name": "objects",
                "default_manager_name": "objects",
                "constraints": [
                    models.UniqueConstraint(
                        fields=("organisation", "print"), name="bank_layout_once"
                    ),
                    atrium.organisations.constraints.SameOrganisation(
                        "account", name="payments_banklayout_account_same_org"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="CollectingRules",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("reminds", models.BooleanField(default=False)),
                (
                    "holding",
                    models.CharField(
                        choices=[
                            ("off", "Nothing"),
                            ("suggest", "Suggest a hold"),
                            ("automatic", "Put on hold, and take off again once paid"),
                        ],
                        default="off",
                        max_length=10,
                    ),
                ),
                ("hold_days", models.PositiveSmallIntegerField(blank=True, null=True)),
                ("hold_amount", models.BigIntegerField(blank=True, null=True)),
                ("version", models.PositiveIntegerField(default=1)),
                (
                    "organisation",
                    models.ForeignKey(
                        db_index=False,
                        default=atrium.organisations.current.organisation_id,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="organisations.organisation",
                    ),
                ),
            ],
            options={
                "abstract": False,
                "base_manager_name": "objects",
                "default_manager_name": "objects",
                "constraints": [
                    models.UniqueConstraint(fields=("organisation",), name="collecting_rules_once")
                ],
            },
        ),
        migrations.CreateModel(
            name="Overdue",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("at", models.DateTimeField(default=django.utils.timezone.now)),
                (
                    "invoice",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="told_overdue",
                        to="billing.invoice",
                    ),
                ),
                (
                    "organisation",
                    models.ForeignKey(
                        db_index=False,
                        default=atrium.organisations.current.organisation_id,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="organisations.organisation",
                    ),
                ),
            ],
            options={
                "abstract": False,
                "base_manager_name": "objects",
                "default_manager_name": "objects",
                "constraints": [
                    models.UniqueConstraint(
                        fields=("organisation", "invoice"), name="overdue_told_once"
                    ),
                    atrium.organisations.constraints.SameOrganisation(
                        "invoice", name="payments_overdue_invoice_same_org"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="PayLink",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "public_id",
                    models.UUIDField(default=atrium.foundation.ids.public_id, editable=False),
                ),
                ("token_hash", models.CharField(max_length=64)),
                ("expires_at", models.DateTimeField()),
                ("revoked_at", models.DateTimeField(null=True)),
                ("opened_at", models.DateTimeField(null=True)),
                ("made_at", models.DateTimeField(default=django.utils.timezone.now)),
                (
                    "invoice",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="pay_links",
                        to="billing.invoice",
                    ),
                ),
                (
                    "made_by",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="organisations.member",
                    ),
                ),
                (
                    "organisation",
                    models.ForeignKey(
                        db_index=False,
                        default=atrium.organisations.current.organisation_id,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="organisations.organisation",
                    ),
                ),
            ],
            options={
                "abstract": False,
                "base_manager_name": "objects",
                "default_manager_name": "objects",
                "constraints": [
                    models.UniqueConstraint(
                        fields=("organisation", "id"), name="pay_link_by_organisation"
                    ),
                    models.UniqueConstraint(
                        fields=("organisation", "token_hash"), name="pay_link_by_token"
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("revoked_at", None)),
                        fields=("organisation", "invoice"),
                        name="pay_link_one",
                    ),
                    atrium.organisations.constraints.SameOrganisation(
                        "invoice", name="payments_paylink_invoice_same_org"
                    ),
                    atrium.organisations.constraints.SameOrganisation(
                        "made_by", name="payments_paylink_made_by_same_org"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="ProviderAccount",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "public_id",
                    models.UUIDField(default=atrium.foundation.ids.public_id, editable=False),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[("stripe", "Stripe")], default="stripe", max_length=10
                    ),
                ),
                ("home", models.CharField(default="https://api.stripe.com", max_length=300)),
                ("secret", atrium.foundation.secrets.SealedField(blank=True)),
                ("hook_secret", atrium.foundation.secrets.SealedField(blank=True)),
                (
                    "key",
                    models.CharField(
                        default=atrium.payments.models.provider_account.new_key,
                        editable=False,
                        max_length=60,
                    ),
                ),
                ("retired_at", models.DateTimeField(editable=False, null=True)),
                (
                    "created_at",
                    models.DateTimeField(default=django.utils.timezone.now, editable=False),
                ),
                ("version", models.PositiveIntegerField(default=1)),
                (
                    "organisation",
                    models.ForeignKey(
                        db_index=False,
                        default=atrium.organisations.current.organisation_id,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="organisations.organisation",
                    ),
                ),
            ],
            options={
                "abstract": False,
                "base_manager_name": "objects",
                "default_manager_name": "objects",
                "constraints": [
                    models.UniqueConstraint(
                        fields=("organisation", "id"), name="provider_account_by_org"
                    ),
                    models.UniqueConstraint(
                        fields=("organisation", "public_id"), name="provider_account_by_public_id"
                    ),
                    models.UniqueConstraint(
                        fields=("organisation", "key"), name="provider_account_by_key"
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("retired_at", None)),
                        fields=("organisation",),
                        name="provider_account_one",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Card",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "public_id",
                    models.UUIDField(default=atrium.foundation.ids.public_id, editable=False),
                ),
                ("token", models.CharField(max_length=200)),
                ("customer", models.CharField(max_length=200)),
                ("brand", models.CharField(max_length=20)),
                ("last4", models.CharField(max_length=4)),
                ("month", models.PositiveSmallIntegerField()),
                ("year", models.PositiveSmallIntegerField()),
                ("is_default", models.BooleanField(default=False)),
                ("kept_at", models.DateTimeField(default=django.utils.timezone.now)),
                ("removed_at", models.DateTimeField(null=True)),
                ("version", models.PositiveIntegerField(default=1)),
                (
                    "client",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="cards",
                        to="clients.client",
                    ),
                ),
                (
                    "organisation",
                    models.ForeignKey(
                        db_index=False,
                        default=atrium.organisations.current.organisation_id,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="organisations.organisation",
                    ),
                ),
                (
                    "account",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="cards",
                        to="payments.provideraccount",
                    ),
                ),
            ],
            options={
                "ordering": ("-is_default", "id"),
                "abstract": False,
                "base_manager_name": "objects",
                "default_manager_name": "objects",
                "indexes": [
                    models.Index(fields=["organisation", "client", "id"], name="card_by_client")
                ],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("organisation", "id"), name="card_by_organisation"
                    ),
                    models.UniqueConstraint(
                        fields=("organisation", "public_id"), name="card_by_public_id"
                    ),
                    models.UniqueConstraint(
                        fields=("organisation", "account", "token"), name="card_kept_once"
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("is_default", True), ("removed_at", None)),
                        fields=("organisation", "client"),
                        name="card_one_default",
                    ),
                    atrium.organisations.constraints.SameOrganisation(
                        "client", name="payments_card_client_same_org"
                    ),
                    atrium.organisations.constraints.SameOrganisation(
                        "account", name="payments_card_account_same_org"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Charge",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "public_id",
                    models.UUIDField(default=atrium.foundation.ids.public_id, editable=False),
                ),
                ("currency", models.CharField(max_length=3)),
                ("amount", models.BigIntegerField()),
                ("what_for", models.CharField(max_length=200)),
                ("keeps_card", models.BooleanField(default=False)),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("waiting", "Waiting to be handed over"),
                            ("sent", "Handed over, the answer is awaited"),
                            ("open", "The client is at the payment page"),
                            ("paid", "Paid"),
                            ("failed", "Failed"),
                            ("gone", "Given up"),
                        ],
                        default="waiting",
                        max_length=10,
                    ),
                ),
                ("ref", models.CharField(blank=True, max_length=200)),
                ("url", models.CharField(blank=True, max_length=2000)),
                ("problem", models.CharField(blank=True, max_length=300)),
                ("made_at", models.DateTimeField(default=django.utils.timezone.now)),
                ("settled_at", models.DateTimeField(null=True)),
                (
                    "by",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="organisations.member",
                    ),
                ),
                (
                    "card",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="payments.card",
                    ),
                ),
                (
                    "client",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="charges",
                        to="clients.client",
                    ),
                ),
                (
                    "organisation",
                    models.ForeignKey(
                        db_index=False,
                        default=atrium.organisations.current.organisation_id,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="organisations.organisation",
                    ),
                ),
                (
                    "payment",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="charges",
                        to="billing.payment",
                    ),
                ),
                (
                    "link",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="payments.paylink",
                    ),
                ),
                (
                    "account",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="charges",
                        to="payments.provideraccount",
                    ),
                ),
            ],
            options={
                "abstract": False,
                "base_manager_name": "objects",
                "default_manager_name": "objects",
                "indexes": [
                    models.Index(fields=["organisation", "client", "id"], name="charge_by_client"),
                    models.Index(
                        condition=models.Q(("state__in", ["waiting", "sent", "open"])),
                        fields=["organisation", "id"],
                        name="charge_unsettled",
                    ),
                    models.Index(
                        condition=models.Q(("ref", ""), _negated=True),
                        fields=["organisation", "ref"],
                        name="charge_by_ref",
                    ),
                    models.Index(
                        condition=models.Q(("payment__isnull", False)),
                        fields=["organisation", "payment"],
                        name="charge_by_payment",
                    ),
                ],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("organisation", "id"), name="charge_by_organisation"
                    ),
                    models.UniqueConstraint(
                        fields=("organisation", "public_id"), name="charge_by_public_id"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("amount__gt", 0)), name="charge_above_zero"
                    ),
                    atrium.organisations.constraints.SameOrganisation(
                        "account", name="payments_charge_account_same_org"
                    ),
                    atrium.organisations.constraints.SameOrganisation(
                        "client", name="payments_charge_client_same_org"
                    ),
                    atrium.organisations.constraints.SameOrganisation(
                        "card", name="payments_charge_card_same_org"
                    ),
                    atrium.organisations.constraints.SameOrganisation(
                        "link", name="payments_charge_link_same_org"
                    ),
                    atrium.organisations.constraints.SameOrganisation(
                        "payment", name="payments_charge_payment_same_org"
                    ),
                    atrium.organisations.constraints.SameOrganisation(
                        "by", name="payments_charge_by_same_org"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="ChargePart",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("amount", models.BigIntegerField()),
                (
                    "charge",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="parts",
                        to="payments.charge",
                    ),
                ),
                (
                    "invoice",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="charge_parts",
                        to="billing.invoice",
                    ),
                ),
                (
                    "organisation",
                    models.ForeignKey(
                        db_index=False,
                        default=atrium.organisations.current.organisation_id,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="organisations.organisation",
                    ),
                ),
            ],
            options={
                "abstract": False,
                "base_manager_name": "objects",
                "default_manager_name": "objects",
                "indexes": [
                    models.Index(fields=["organisation", "invoice"], name="charge_part_by_invoice")
                ],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("organisation", "charge", "invoice"), name="charge_part_once"
                    ),
                    atrium.organisations.constraints.SameOrganisation(
                        "charge", name="payments_chargepart_charge_same_org"
                    ),
                    atrium.organisations.constraints.SameOrganisation(
                        "invoice", name="payments_chargepart_invoice_same_org"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="PayBack",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "public_id",
                    models.UUIDField(default=atrium.foundation.ids.public_id, editable=False),
                ),
                ("ref", models.CharField(blank=True, max_length=200)),
                ("amount", models.BigIntegerField()),
                ("reason", models.CharField(max_length=500)),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("waiting", "Being paid back"),
                            ("done", "Paid back"),
                            ("failed", "Not paid back"),
                        ],
                        default="waiting",
                        max_length=10,
                    ),
                ),
                ("problem", models.CharField(blank=True, max_length=300)),
                ("at", models.DateTimeField(default=django.utils.timezone.now)),
                (
                    "by",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="organisations.member",
                    ),
                ),
                (
                    "charge",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="pay_backs",
                        to="payments.charge",
                    ),
                ),
                (
                    "organisation",
                    models.ForeignKey(
                        db_index=False,
                        default=atrium.organisations.current.organisation_id,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="organisations.organisation",
                    ),
                ),
            ],
            options={
                "abstract": False,
                "base_manager_name": "objects",
                "default_manager_name": "objects",
                "indexes": [
                    models.Index(fields=["organisation", "charge"], name="pay_back_by_charge")
                ],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("organisation", "public_id"), name="pay_back_by_public_id"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("amount__gt", 0)), name="pay_back_above_zero"
                    ),
                    atrium.organisations.constraints.SameOrganisation(
                        "charge", name="payments_payback_charge_same_org"
                    ),
                    atrium.organisations.constraints.SameOrganisation(
                        "by", name="payments_payback_by_same_org"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Heard",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("event", models.CharField(max_length=200)),
                ("kind", models.CharField(max_length=100)),
                ("key", models.CharField(blank=True, max_length=60)),
                ("ref", models.CharField(blank=True, max_length=200)),
                ("heard_at", models.DateTimeField(default=django.utils.timezone.now)),
                ("done_at", models.DateTimeField(null=True)),
                (
                    "organisation",
                    models.ForeignKey(
                        db_index=False,
                        default=atrium.organisations.current.organisation_id,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="organisations.organisation",
                    ),
                ),
                (
                    "account",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="heard",
                        to="payments.provideraccount",
                    ),
                ),
            ],
            options={
                "abstract": False,
                "base_manager_name": "objects",
                "default_manager_name": "objects",
                "constraints": [
                    models.UniqueConstraint(
                        fields=("organisation", "account", "event"), name="heard_once"
                    ),
                    atrium.organisations.constraints.SameOrganisation(
                        "account", name="payments_heard_account_same_org"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="ReminderLevel",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "public_id",
                    models.UUIDField(default=atrium.foundation.ids.public_id, editable=False),
                ),
                ("label", models.CharField(max_length=60)),
                ("after_days", models.PositiveSmallIntegerField()),
                ("subject", models.CharField(max_length=200)),
                ("text", models.TextField()),
                ("version", models.PositiveIntegerField(default=1)),
                (
                    "organisation",
                    models.ForeignKey(
                        db_index=False,
                        default=atrium.organisations.current.organisation_id,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="organisations.organisation",
                    ),
                ),
            ],
            options={
                "ordering": ("after_days", "id"),
                "abstract": False,
                "base_manager_name": "objects",
                "default_manager_name": "objects",
                "constraints": [
                    models.UniqueConstraint(
                        fields=("organisation", "id"), name="reminder_level_by_org"
                    ),
                    models.UniqueConstraint(
                        fields=("organisation", "public_id"), name="reminder_level_by_public_id"
                    ),
                    models.UniqueConstraint(
                        fields=("organisation", "after_days"), name="reminder_level_one_a_day"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("after_days__gte", 1), ("after_days__lte", 365)),
                        name="reminder_level_days",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Reminder",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("owed", models.BigIntegerField()),
                ("at", models.DateTimeField(default=django.utils.timezone.now)),
                (
                    "by",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="organisations.member",
                    ),
                ),
                (
                    "invoice",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="reminders",
                        to="billing.invoice",
                    ),
                ),
                (
                    "message",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="conversations.message",
                    ),
                ),
                (
                    "organisation",
                    models.ForeignKey(
                        db_index=False,
                        default=atrium.organisations.current.organisation_id,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="organisations.organisation",
                    ),
                ),
                (
                    "level",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="payments.reminderlevel",
                    ),
                ),
            ],
            options={
                "ordering": ("id",),
                "abstract": False,
                "base_manager_name": "objects",
                "default_manager_name": "objects",
                "constraints": [
                    models.UniqueConstraint(
                        fields=("organisation", "invoice", "level"), name="reminder_once_a_level"
                    ),
                    atrium.organisations.constraints.SameOrganisation(
                        "invoice", name="payments_reminder_invoice_same_org"
                    ),
                    atrium.organisations.constraints.SameOrganisation(
                        "level", name="payments_reminder_level_same_org"
                    ),
                    atrium.organisations.constraints.SameOrganisation(
                        "message", name="payments_reminder_message_same_org"
                    ),
                    atrium.organisations.constraints.SameOrganisation(
                        "by", name="payments_reminder_by_same_org"
                    ),
                ],
            },
        ),
    ]
