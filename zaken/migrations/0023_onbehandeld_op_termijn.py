from django.db import migrations, models
from django.db.models import Q


class Migration(migrations.Migration):
    """Mijn werk asks for what nobody handles, the first term first; without this it read every such zaak."""

    dependencies = [("zaken", "0022_zoekindex_per_maand")]

    operations = [
        migrations.AddIndex(
            model_name="zaak",
            index=models.Index(
                "soort",
                "eerste_termijn",
                "ontvangen_defensie",
                "id",
                condition=Q(behandelaar__isnull=True, eerste_termijn__isnull=False),
                name="zaak_onbehandeld_termijn",
            ),
        ),
    ]
