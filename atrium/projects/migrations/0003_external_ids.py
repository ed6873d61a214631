"""Projects keep the identifier that another program knows them by."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("clients", "0029_source_mail"),
        ("organisations", "0006_outdated_after"),
        ("projects", "0002_deliverables"),
    ]

    operations = [
        migrations.AddField(
            model_name="project",
            name="external_id",
            field=models.CharField(blank=True, max_length=200),
        ),
        migrations.AddIndex(
            model_name="project",
            index=models.Index(
                condition=models.Q(("external_id", ""), _negated=True),
                fields=["organisation", "external_id"],
                name="project_by_external_id",
            ),
        ),
    ]
