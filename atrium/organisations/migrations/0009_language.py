from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("organisations", "0008_networks")]

    operations = [
        migrations.AddField(
            model_name="organisation",
            name="language",
            field=models.CharField(db_default="en-gb", default="en-gb", max_length=10),
        ),
    ]
