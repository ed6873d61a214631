from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("organisations", "0009_language")]

    operations = [
        migrations.AddField(
            model_name="organisation",
            name="passwords",
            field=models.BooleanField(db_default=True, default=True),
        ),
    ]
