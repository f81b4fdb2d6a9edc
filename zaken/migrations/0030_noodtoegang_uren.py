"""How long a noodtoegang may last at most: four hours, since always."""

from django.db import migrations


def vul(apps, schema_editor):
    apps.get_model("zaken", "Norm").objects.create(
        code="noodtoegang_uren", getallen=[4], eenheid="uren", bron="Eigen keuze: een halve werkdag"
    )


class Migration(migrations.Migration):
    dependencies = [("zaken", "0029_noodtoegang_toegang")]
    operations = [migrations.RunPython(vul, migrations.RunPython.noop)]
