import zaken.versleuteling.velden
from django.db import migrations, models
from django.db.models import Q


class Migration(migrations.Migration):
    dependencies = [("zaken", "0082_verzegelen_aan_zichzelf")]
    operations = [
        migrations.AddField(
            model_name="termijn",
            name="niet_nodig",
            field=zaken.versleuteling.velden.VersleuteldeTekst(
                blank=True, max_tekens=500, null=True, verbose_name="waarom niet nodig"
            ),
        ),
        migrations.AddConstraint(
            model_name="termijn",
            constraint=models.CheckConstraint(
                condition=Q(niet_nodig__isnull=True) | Q(vervallen=True, voldaan_op__isnull=True),
                name="termijn_niet_nodig_is_niet_gedaan",
            ),
        ),
    ]
