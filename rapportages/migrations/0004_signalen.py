"""A published figure may be about adviesvragen and what belongs elsewhere."""

from django.db import migrations, models

REGISTERS = [
    ("meldingen", "Meldingen"),
    ("misstanden", "Vermoedens van misstanden"),
    ("klachten", "Klachten"),
    ("casussen", "Casussen van vertrouwenspersonen"),
    ("onderzoeken", "Onderzoeken"),
    ("schendingen", "Geconstateerde schendingen"),
    ("maatregelen", "Maatregelen"),
    ("signalen", "Adviesvragen en wat ergens anders hoort"),
]


class Migration(migrations.Migration):
    dependencies = [("rapportages", "0003_stand"), ("zaken", "0027_signalen_toegang")]
    operations = [
        migrations.AlterField(
            model_name="gepubliceerdcijfer",
            name="register",
            field=models.CharField(choices=REGISTERS, max_length=20, verbose_name="register"),
        ),
        migrations.RemoveConstraint(model_name="gepubliceerdcijfer", name="gepubliceerd_register"),
        migrations.AddConstraint(
            model_name="gepubliceerdcijfer",
            constraint=models.CheckConstraint(
                condition=models.Q(register__in=[code for code, _ in REGISTERS]), name="gepubliceerd_register"
            ),
        ),
    ]
