"""Invoices with their lines, payments and what they cover, refunds, write-offs, and how the seller stands on them."""

import atrium.foundation.ids
import atrium.organisations.constraints
import atrium.organisations.current
import django.db.models.deletion
import django.utils.timezone
from decimal import Decimal
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("clients", "0029_source_mail"),
        ("organisations", "0006_outdated_after"),
    ]

    operations = [
        migrations.CreateModel(
            name="Seller",
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
                ("legal_name", models.CharField(blank=True, max_length=200)),
                ("address", models.TextField(blank=True)),
                ("tax_id", models.CharField(blank=True, max_length=60)),
                ("registration", models.CharField(blank=True, max_length=200)),
                ("email", models.CharField(blank=True, max_length=320)),
                ("phone", models.CharField(blank=True, max_length=60)),
                ("website", models.CharField(blank=True, max_length=200)),
                ("bank_name", models.CharField(blank=True, max_length=120)),
                ("iban", models.CharField(blank=True, max_length=34)),
                ("bic", models.CharField(blank=True, max_length=11)),
                ("footer", models.TextField(blank=True)),
                ("invoice_series", models.CharField(default="INV", max_length=12)),
                ("credit_series", models.CharField(default="CN", max_length=12)),
                ("payment_terms", models.CharField(default="net-30", max_length=20)),
                ("inclusive", models.BooleanField(default=False)),
                (
                    "rounding",
                    models.CharField(
                        choices=[("total", "Once per rate, on the sum"), ("line", "On each line")],
                        default="total",
                        max_length=10,
                    ),
                ),
                (
                    "mode",
                    models.CharField(
                        choices=[("half", "Half up"), ("down", "Always down"), ("up", "Always up")],
                        default="half",
                        max_length=10,
                    ),
                ),
                ("step", models.PositiveSmallIntegerField(default=1)),
                ("version", models.PositiveIntegerField(default=1)),
            ],
            options={
                "abstract": False,
                "base_manager_name": "objects",
                "default_manager_name": "objects",
                "constraints": [
                    models.UniqueConstraint(fields=("organisation",), name="one_seller"),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("invoice_series", ""),
                            ("credit_series", ""),
                            _connector="OR",
                            _negated=True,
                        ),
                        name="seller_has_series",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Invoice",
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
                ("currency", models.CharField(max_length=3)),
                ("inclusive", models.BooleanField(default=False)),
                ("reverse_charge", models.BooleanField(default=False)),
                (
                    "rounding",
                    models.CharField(
                        choices=[("total", "Once per rate, on the sum"), ("line", "On each line")],
                        default="total",
                        max_length=10,
                    ),
                ),
                (
                    "mode",
                    models.CharField(
                        choices=[("half", "Half up"), ("down", "Always down"), ("up", "Always up")],
                        default="half",
                        max_length=10,
                    ),
                ),
                ("step", models.PositiveSmallIntegerField(default=1)),
                ("net", models.BigIntegerField(default=0)),
                ("tax", models.BigIntegerField(default=0)),
                ("adjustment", models.BigIntegerField(default=0)),
                ("total", models.BigIntegerField(default=0)),
                ("taxes", models.JSONField(blank=True, default=list)),
                (
                    "public_id",
                    models.UUIDField(default=atrium.foundation.ids.public_id, editable=False),
                ),
                (
                    "client",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="invoices",
                        to="clients.client",
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("invoice", "Invoice"),
                            ("deposit", "Deposit invoice"),
                            ("final", "Final invoice"),
                            ("credit", "Credit note"),
                        ],
                        default="invoice",
                        max_length=10,
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("draft", "Draft"),
                            ("issued", "Issued"),
                            ("cancelled", "Cancelled"),
                        ],
                        default="draft",
                        max_length=10,
                    ),
                ),
                ("number", models.CharField(blank=True, max_length=40, null=True)),
                ("series", models.CharField(blank=True, max_length=12)),
                ("dated_on", models.DateField()),
                ("issued_on", models.DateField(blank=True, null=True)),
                ("service_from", models.DateField(blank=True, null=True)),
                ("service_to", models.DateField(blank=True, null=True)),
                ("due_on", models.DateField(blank=True, null=True)),
                ("terms", models.CharField(blank=True, max_length=20)),
                ("reference", models.CharField(blank=True, max_length=200)),
                ("note", models.TextField(blank=True)),
                ("footer", models.TextField(blank=True)),
                ("recipient", models.JSONField(blank=True, default=dict)),
                ("seller", models.JSONField(blank=True, default=dict)),
                (
                    "credits",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="credit_notes",
                        to="billing.invoice",
                    ),
                ),
                ("reason", models.CharField(blank=True, max_length=500)),
                ("subject_model", models.CharField(blank=True, max_length=60)),
                ("subject_id", models.BigIntegerField(blank=True, null=True)),
                ("settled_on", models.DateField(editable=False, null=True)),
                ("paid_after", models.IntegerField(editable=False, null=True)),
                (
                    "created_by",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="organisations.member",
                    ),
                ),
                ("created_at", models.DateTimeField(default=django.utils.timezone.now)),
                (
                    "issued_by",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="organisations.member",
                    ),
                ),
                ("issued_at", models.DateTimeField(null=True)),
                ("version", models.PositiveIntegerField(default=1)),
            ],
            options={
                "abstract": False,
                "base_manager_name": "objects",
                "default_manager_name": "objects",
                "indexes": [
                    models.Index(
                        condition=models.Q(("number__isnull", False), ("settled_on", None)),
                        fields=["organisation", "client", "due_on"],
                        name="invoice_open_by_client",
                    ),
                    models.Index(
                        condition=models.Q(("number__isnull", False), ("settled_on", None)),
                        fields=["organisation", "due_on", "id"],
                        name="invoice_open_by_due",
                    ),
                    models.Index(
                        fields=["organisation", "client", "dated_on", "id"],
                        name="invoice_by_client",
                    ),
                    models.Index(fields=["organisation", "dated_on", "id"], name="invoice_by_day"),
                    models.Index(
                        condition=models.Q(("paid_after__isnull", False)),
                        fields=["organisation", "client", "settled_on"],
                        name="invoice_paid_by_client",
                    ),
                    models.Index(
                        condition=models.Q(("credits__isnull", False)),
                        fields=["organisation", "credits"],
                        name="invoice_by_credited",
                    ),
                    models.Index(
                        condition=models.Q(("number", None)),
                        fields=["organisation", "dated_on", "id"],
                        name="invoice_drafts",
                    ),
                    models.Index(
                        condition=models.Q(("subject_id__isnull", False)),
                        fields=["organisation", "subject_model", "subject_id"],
                        name="invoice_by_subject",
                    ),
                ],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("organisation", "id"), name="invoice_by_organisation"
                    ),
                    models.UniqueConstraint(
                        fields=("organisation", "public_id"), name="invoice_by_public_id"
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("number__isnull", False)),
                        fields=("organisation", "number"),
                        name="invoice_number_once",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("issued_on", None), ("number", None), ("state", "draft")),
                            models.Q(
                                models.Q(("state", "draft"), _negated=True),
                                ("due_on__isnull", False),
                                ("issued_on__isnull", False),
                                ("number__isnull", False),
                            ),
                            _connector="OR",
                        ),
                        name="invoice_has_number_once_issued",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("credits__isnull", False), ("kind", "credit")),
                            models.Q(
                                models.Q(("kind", "credit"), _negated=True), ("credits", None)
                            ),
                            _connector="OR",
                        ),
                        name="credit_note_names_its_invoice",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("state", "draft"), ("total__gte", 0), _connector="OR"),
                        name="issued_total_from_zero",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("currency", ""), _negated=True),
                        name="invoice_has_currency",
                    ),
                    atrium.organisations.constraints.SameOrganisation(
                        "client", name="billing_invoice_client_same_org"
                    ),
                    atrium.organisations.constraints.SameOrganisation(
                        "credits", name="billing_invoice_credits_same_org"
                    ),
                    atrium.organisations.constraints.SameOrganisation(
                        "created_by", name="billing_invoice_created_by_same_org"
                    ),
                    atrium.organisations.constraints.SameOrganisation(
                        "issued_by", name="billing_invoice_issued_by_same_org"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Line",
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
                    "invoice",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="lines",
                        to="billing.invoice",
                    ),
                ),
                ("position", models.PositiveIntegerField()),
                ("text", models.TextField()),
                (
                    "quantity",
                    models.DecimalField(decimal_places=4, default=Decimal("1"), max_digits=14),
                ),
                ("unit", models.CharField(blank=True, max_length=20)),
                ("price_minor", models.BigIntegerField()),
                (
                    "discount",
                    models.DecimalField(decimal_places=3, default=Decimal("0"), max_digits=6),
                ),
                ("tax_name", models.CharField(blank=True, max_length=80)),
                (
                    "tax_percent",
                    models.DecimalField(decimal_places=3, default=Decimal("0"), max_digits=6),
                ),
                (
                    "tax_category",
                    models.CharField(
                        choices=[
                            ("S", "Taxed"),
                            ("Z", "Zero-rated"),
                            ("E", "Exempt"),
                            ("AE", "Reverse charge"),
                            ("O", "Outside the scope of tax"),
                            ("K", "Intra-Community supply"),
                            ("G", "Export"),
                        ],
                        default="S",
                        max_length=2,
                    ),
                ),
                ("item_code", models.CharField(blank=True, max_length=60)),
                ("rule", models.CharField(blank=True, max_length=300)),
                (
                    "deducts",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="deducted_by",
                        to="billing.invoice",
                    ),
                ),
                ("amount", models.BigIntegerField(default=0)),
            ],
            options={
                "ordering": ("position",),
                "abstract": False,
                "base_manager_name": "objects",
                "default_manager_name": "objects",
                "indexes": [
                    models.Index(
                        condition=models.Q(("deducts__isnull", False)),
                        fields=["organisation", "deducts"],
                        name="line_by_deposit",
                    )
                ],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("organisation", "invoice", "position"), name="line_in_its_place"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("discount__gte", 0), ("discount__lte", 100)),
                        name="discount_within_a_hundred",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("tax_percent__gte", 0), ("tax_percent__lte", 100)),
                        name="tax_within_a_hundred",
                    ),
                    atrium.organisations.constraints.SameOrganisation(
                        "invoice", name="billing_line_invoice_same_org"
                    ),
                    atrium.organisations.constraints.SameOrganisation(
                        "deducts", name="billing_line_deducts_same_org"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="InvoiceSending",
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
                    "invoice",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="sendings",
                        to="billing.invoice",
                    ),
                ),
                ("to", models.CharField(max_length=400)),
                (
                    "how",
                    models.CharField(
                        choices=[
                            ("email", "e-mail"),
                            ("post", "post"),
                            ("hand", "hand"),
                            ("portal", "the portal"),
                            ("network", "an e-invoice network"),
                        ],
                        max_length=10,
                    ),
                ),
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
                ("at", models.DateTimeField(default=django.utils.timezone.now)),
            ],
            options={
                "ordering": ("id",),
                "abstract": False,
                "base_manager_name": "objects",
                "default_manager_name": "objects",
                "indexes": [
                    models.Index(fields=["organisation", "invoice"], name="sending_by_invoice")
                ],
                "constraints": [
                    atrium.organisations.constraints.SameOrganisation(
                        "invoice", name="billing_invoicesending_invoice_same_org"
                    ),
                    atrium.organisations.constraints.SameOrganisation(
                        "by", name="billing_invoicesending_by_same_org"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="WriteOff",
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
                    "public_id",
                    models.UUIDField(default=atrium.foundation.ids.public_id, editable=False),
                ),
                (
                    "invoice",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="write_offs",
                        to="billing.invoice",
                    ),
                ),
                ("amount", models.BigIntegerField()),
                ("reason", models.CharField(max_length=500)),
                ("on", models.DateField()),
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
                ("at", models.DateTimeField(default=django.utils.timezone.now)),
            ],
            options={
                "ordering": ("id",),
                "abstract": False,
                "base_manager_name": "objects",
                "default_manager_name": "objects",
                "indexes": [
                    models.Index(fields=["organisation", "invoice"], name="write_off_by_invoice")
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("amount__gt", 0)), name="write_off_above_zero"
                    ),
                    models.UniqueConstraint(
                        fields=("organisation", "public_id"), name="write_off_by_public_id"
                    ),
                    atrium.organisations.constraints.SameOrganisation(
                        "invoice", name="billing_writeoff_invoice_same_org"
                    ),
                    atrium.organisations.constraints.SameOrganisation(
                        "by", name="billing_writeoff_by_same_org"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Payment",
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
                    "public_id",
                    models.UUIDField(default=atrium.foundation.ids.public_id, editable=False),
                ),
                ("number", models.PositiveBigIntegerField()),
                (
                    "client",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="payments",
                        to="clients.client",
                    ),
                ),
                ("currency", models.CharField(max_length=3)),
                ("amount", models.BigIntegerField()),
                ("received_on", models.DateField()),
                (
                    "method",
                    models.CharField(
                        choices=[
                            ("transfer", "bank transfer"),
                            ("cash", "cash"),
                            ("card", "card"),
                            ("debit", "direct debit"),
                            ("cheque", "cheque"),
                            ("other", "other means"),
                        ],
                        default="transfer",
                        max_length=10,
                    ),
                ),
                ("reference", models.CharField(blank=True, max_length=200)),
                (
                    "source",
                    models.CharField(
                        choices=[
                            ("hand", "Entered by hand"),
                            ("bank", "A bank file"),
                            ("provider", "A payment provider"),
                            ("import", "An import"),
                        ],
                        default="hand",
                        max_length=10,
                    ),
                ),
                ("external_id", models.CharField(blank=True, max_length=200)),
                ("voided_at", models.DateTimeField(null=True)),
                ("void_reason", models.CharField(blank=True, max_length=500)),
                (
                    "created_by",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="organisations.member",
                    ),
                ),
                ("created_at", models.DateTimeField(default=django.utils.timezone.now)),
                ("version", models.PositiveIntegerField(default=1)),
            ],
            options={
                "abstract": False,
                "base_manager_name": "objects",
                "default_manager_name": "objects",
                "indexes": [
                    models.Index(
                        fields=["organisation", "client", "received_on", "id"],
                        name="payment_by_client",
                    ),
                    models.Index(
                        fields=["organisation", "received_on", "id"], name="payment_by_day"
                    ),
                ],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("organisation", "id"), name="payment_by_organisation"
                    ),
                    models.UniqueConstraint(
                        fields=("organisation", "public_id"), name="payment_by_public_id"
                    ),
                    models.UniqueConstraint(
                        fields=("organisation", "number"), name="payment_number_once"
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("external_id", ""), _negated=True),
                        fields=("organisation", "source", "external_id"),
                        name="payment_taken_once",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("amount__gt", 0)), name="payment_above_zero"
                    ),
                    atrium.organisations.constraints.SameOrganisation(
                        "client", name="billing_payment_client_same_org"
                    ),
                    atrium.organisations.constraints.SameOrganisation(
                        "created_by", name="billing_payment_created_by_same_org"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Allocation",
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
                        related_name="allocations",
                        to="billing.payment",
                    ),
                ),
                (
                    "invoice",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="allocations",
                        to="billing.invoice",
                    ),
                ),
                ("amount", models.BigIntegerField()),
            ],
            options={
                "ordering": ("id",),
                "abstract": False,
                "base_manager_name": "objects",
                "default_manager_name": "objects",
                "indexes": [
                    models.Index(fields=["organisation", "invoice"], name="allocation_by_invoice")
                ],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("organisation", "payment", "invoice"), name="allocation_once"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("amount__gt", 0)), name="allocation_above_zero"
                    ),
                    atrium.organisations.constraints.SameOrganisation(
                        "payment", name="billing_allocation_payment_same_org"
                    ),
                    atrium.organisations.constraints.SameOrganisation(
                        "invoice", name="billing_allocation_invoice_same_org"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Refund",
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
                    "public_id",
                    models.UUIDField(default=atrium.foundation.ids.public_id, editable=False),
                ),
                (
                    "payment",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="refunds",
                        to="billing.payment",
                    ),
                ),
                ("amount", models.BigIntegerField()),
                ("on", models.DateField()),
                ("reason", models.CharField(max_length=500)),
                ("external_id", models.CharField(blank=True, max_length=200)),
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
                ("at", models.DateTimeField(default=django.utils.timezone.now)),
            ],
            options={
                "ordering": ("id",),
                "abstract": False,
                "base_manager_name": "objects",
                "default_manager_name": "objects",
                "indexes": [
                    models.Index(fields=["organisation", "payment"], name="refund_by_payment")
                ],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("organisation", "public_id"), name="refund_by_public_id"
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("external_id", ""), _negated=True),
                        fields=("organisation", "payment", "external_id"),
                        name="refund_once",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("amount__gt", 0)), name="refund_above_zero"
                    ),
                    atrium.organisations.constraints.SameOrganisation(
                        "payment", name="billing_refund_payment_same_org"
                    ),
                    atrium.organisations.constraints.SameOrganisation(
                        "by", name="billing_refund_by_same_org"
                    ),
                ],
            },
        ),
    ]
