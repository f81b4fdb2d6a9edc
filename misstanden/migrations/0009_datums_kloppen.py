"""The dates of this register in order, as they stood when this was written; a test compares them."""

from django.db import migrations

from zaken.register.rijbeveiliging import datumvolgorde


class Migration(migrations.Migration):
    dependencies = [("misstanden", "0008_na_sluiting"), ("zaken", "0077_datums_kloppen")]
    operations = [
        migrations.RunSQL(datumvolgorde("misstanden_misstand", zaaktabel="misstanden_misstand", sleutel="zaak_ptr_id", soort="misstand", paren=(
            "ontvangen_defensie<ontvangen_register",
            "ontvangen_defensie<datum_afgehandeld",
            "datum_afgehandeld<datum_gesloten",
            "voorval_van<ontvangen_defensie",
            "voorval_van<voorval_tot",
            "ontvangen_defensie<bevestigd_op",
            "ontvangen_defensie<verslag_akkoord_op",
            "ontvangen_defensie<bevindingen_op",
            "ontvangen_defensie<terugkoppeling_op",
            "ontvangen_defensie<navraag_benadeling_op",
            "ontvangen_defensie<nazorg_gedaan_op",
            "bevestigd_op<bevindingen_op",
            "bevestigd_op<terugkoppeling_op",
            "ontvangen_defensie<vandaag",
            "ontvangen_register<vandaag",
            "voorval_van<vandaag",
            "datum_afgehandeld<vandaag",
            "datum_gesloten<vandaag",
            "bevestigd_op<vandaag",
            "verslag_akkoord_op<vandaag",
            "bevindingen_op<vandaag",
            "terugkoppeling_op<vandaag",
            "navraag_benadeling_op<vandaag",
            "nazorg_gedaan_op<vandaag",
        ))),
        migrations.RunSQL(datumvolgorde("misstanden_benadeling", zaaktabel="misstanden_misstand", paren=(
            "ontvangen_defensie<bekend_op",
            "bekend_op<vandaag",
        ))),
        migrations.RunSQL(datumvolgorde("misstanden_bekendmaking", zaaktabel="misstanden_misstand", paren=(
            "ontvangen_defensie<op",
            "ontvangen_defensie<vooraf_bericht_op",
            "vooraf_bericht_op<op",
            "op<vandaag",
            "vooraf_bericht_op<vandaag",
        ))),
        migrations.RunSQL(datumvolgorde("misstanden_opschorting", zaaktabel="misstanden_misstand", paren=(
            "ontvangen_defensie<van",
            "van<tot",
            "van<vandaag",
            "tot<vandaag",
        ))),
    ]
