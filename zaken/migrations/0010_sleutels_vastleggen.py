"""The keys of the key file, as this database will know them from now on."""

from django.conf import settings
from django.core.management.base import CommandError
from django.db import migrations

from zaken.versleuteling.fouten import OngeldigSleutelbestand
from zaken.versleuteling.keuring import Soort
from zaken.versleuteling.sleutels import Bestandskluis


def leg_vast(apps, schema_editor):
    Sleutelversie = apps.get_model("zaken", "Sleutelversie")
    gebruikt = set(apps.get_model("zaken", "Datasleutel").objects.values_list("hoofdsleutel_id", flat=True).distinct())
    try:
        proef = Bestandskluis(settings.SLEUTELBESTAND).proef
    except OngeldigSleutelbestand as fout:
        raise CommandError(str(fout)) from fout
    if ontbreekt := gebruikt - proef.hoofdsleutels.keys():
        raise CommandError(
            f"Hoofdsleutel {', '.join(sorted(ontbreekt))} ontbreekt in {proef.pad}, en deze databank gebruikt hem. "
            "Zet het juiste sleutelbestand terug uit de reservekopie."
        )
    id_, controle = proef.afleiding
    Sleutelversie.objects.create(id=id_, soort=Soort.AFLEIDING, controle=controle)
    for id_, controle in proef.hoofdsleutels.items():
        if id_ in gebruikt or id_ == proef.huidige_id:
            Sleutelversie.objects.create(id=id_, soort=Soort.HOOFDSLEUTEL, controle=controle)


class Migration(migrations.Migration):
    dependencies = [("zaken", "0009_sleutelversies")]
    operations = [migrations.RunPython(leg_vast, migrations.RunPython.noop)]
