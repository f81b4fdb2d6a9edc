"""The dates of this register in order, as they stood when this was written; a test compares them."""

from django.db import migrations

from zaken.register.rijbeveiliging import datumvolgorde


class Migration(migrations.Migration):
    dependencies = [("meldingen", "0010_na_sluiting"), ("zaken", "0077_datums_kloppen")]
    operations = [
        migrations.RunSQL(datumvolgorde("meldingen_melding", zaaktabel="meldingen_melding", sleutel="zaak_ptr_id", soort="melding", paren=(
            "ontvangen_defensie<ontvangen_register",
            "ontvangen_defensie<datum_afgehandeld",
            "datum_afgehandeld<datum_gesloten",
            "voorval_van<ontvangen_defensie",
            "voorval_van<voorval_tot",
            "ontvangen_defensie<bevestigd_op",
            "ontvangen_defensie<coid_advies_op",
            "ontvangen_defensie<besluit_bg_op",
            "ontvangen_defensie<teruggekoppeld_op",
            "ontvangen_defensie<nazorg_gedaan_op",
            "ontvangen_defensie<herinneren_op",
            "bevestigd_op<teruggekoppeld_op",
            "coid_advies_op<besluit_bg_op",
            "coid_advies_op<herinneren_op",
            "ontvangen_defensie<vandaag",
            "ontvangen_register<vandaag",
            "voorval_van<vandaag",
            "datum_afgehandeld<vandaag",
            "datum_gesloten<vandaag",
            "bevestigd_op<vandaag",
            "coid_advies_op<vandaag",
            "besluit_bg_op<vandaag",
            "teruggekoppeld_op<vandaag",
            "nazorg_gedaan_op<vandaag",
        ))),
    ]
