from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("organisations", "0005_shows_presence")]

    operations = [
        migrations.AddField(
            model_name="organisation",
            name="outdated_after",
            field=models.PositiveSmallIntegerField(default=18),
        ),
    ]
