from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("clients", "0026_industries")]

    operations = [
        migrations.AddField(
            model_name="locationtype",
            name="receives",
            field=models.CharField(
                blank=True,
                choices=[
                    ("", "Nothing in particular"),
                    ("letters", "Letters"),
                    ("bills", "Bills"),
                ],
                default="",
                max_length=10,
            ),
            preserve_default=False,
        ),
    ]
