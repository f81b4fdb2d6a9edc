"""One conversation was in one quarter."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("vertrouwenspersonen", "0007_gesprekken_in_twee_kwartalen")]
    operations = [
        migrations.AddConstraint(
            model_name="casus",
            constraint=models.CheckConstraint(
                condition=~models.Q(aantal_contacten="1")
                | models.Q(kwartaal_laatste_contact=models.F("kwartaal_eerste_contact")),
                name="casus_een_gesprek_een_kwartaal",
            ),
        ),
    ]
