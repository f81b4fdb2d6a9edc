"""Two labels of norms read better; nothing changes in the database."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('zaken', '0057_samenvoegen_wacht'),
    ]

    operations = [
        migrations.AlterField(
            model_name='norm',
            name='code',
            field=models.CharField(choices=[('melding_ontvangstbevestiging', 'Melding: ontvangst bevestigen'), ('melding_terugkoppeling', 'Melding: terugkoppeling aan de melder'), ('stilstand_melding_terugkoppeling', 'Melding: terugkoppeling staat stil bij opschorting'), ('nazorg_maanden', 'Nazorg: contact na afhandeling'), ('klacht_ontvangstbevestiging', 'Klacht: ontvangst bevestigen'), ('klacht_buiten_awb', 'Klacht buiten de Awb: oordeel'), ('klacht_buiten_awb_met_commissie', 'Klacht buiten de Awb: oordeel met een commissie'), ('verdaging_voor_afloop', 'Klacht: verdagen alleen voordat de termijn voorbij is'), ('verdaging_eenmalig', 'Klacht: verdagen hooguit één keer'), ('misstand_bevindingen', 'Vermoeden van een misstand: bevindingen'), ('stilstand_misstand_bevindingen', 'Vermoeden van een misstand: bevindingen staan stil bij opschorting'), ('onderzoek_rapport', 'Onderzoek: rapport'), ('stilstand_onderzoek_rapport', 'Onderzoek: rapport staat stil bij opschorting'), ('noodtoegang_uren', 'Noodtoegang: hoelang hooguit')], max_length=40, verbose_name='norm'),
        ),
    ]
