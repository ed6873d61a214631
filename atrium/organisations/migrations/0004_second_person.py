from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("organisations", "0003_view_log"),
    ]

    operations = [
        migrations.AddField(
            model_name="organisation",
            name="second_person",
            field=models.BooleanField(default=True),
        ),
    ]
