"""The files of a client are counted by an index alone."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("documents", "0003_uploads_for_keepers"),
    ]

    operations = [
        migrations.RemoveIndex(model_name="file", name="file_by_client"),
        migrations.AddIndex(
            model_name="file",
            index=models.Index(
                fields=["organisation", "client", "-changed_at", "-id", "binned_at"],
                name="file_of_client",
            ),
        ),
    ]
