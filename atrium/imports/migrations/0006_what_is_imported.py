"""Imports say what is imported; their rows which job or project it became."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("imports", "0005_common_remarks"),
    ]

    operations = [
        migrations.AddField(
            model_name="import",
            name="what",
            field=models.CharField(
                choices=[("clients", "Clients"), ("jobs", "Jobs"), ("projects", "Projects")],
                default="clients",
                max_length=20,
            ),
        ),
        migrations.AddField(
            model_name="importrow",
            name="subject",
            field=models.PositiveBigIntegerField(null=True),
        ),
    ]
