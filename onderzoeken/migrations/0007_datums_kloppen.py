"""The dates of this register in order, as they stood when this was written; a test compares them."""

from django.db import migrations

from zaken.register.rijbeveiliging import datumvolgorde


class Migration(migrations.Migration):
    dependencies = [("onderzoeken", "0006_na_sluiting"), ("zaken", "0077_datums_kloppen")]
    operations = [
        migrations.RunSQL(datumvolgorde("onderzoeken_onderzoek", zaaktabel="onderzoeken_onderzoek", sleutel="zaak_ptr_id", soort="onderzoek", paren=(
            "ontvangen_defensie<ontvangen_register",
            "ontvangen_defensie<datum_afgehandeld",
            "datum_afgehandeld<datum_gesloten",
            "voorval_van<ontvangen_defensie",
            "voorval_van<voorval_tot",
            "ontvangen_defensie<coid_advies_op",
            "ontvangen_defensie<besluit_bg_op",
            "ontvangen_defensie<ingesteld_op",
            "ontvangen_defensie<wederhoor_op",
            "ontvangen_defensie<rapport_op",
            "ontvangen_defensie<besluit_op",
            "coid_advies_op<besluit_bg_op",
            "besluit_bg_op<ingesteld_op",
            "ingesteld_op<wederhoor_op",
            "ingesteld_op<rapport_op",
            "ingesteld_op<besluit_op",
            "wederhoor_op<rapport_op",
            "rapport_op<besluit_op",
            "ontvangen_defensie<vandaag",
            "ontvangen_register<vandaag",
            "voorval_van<vandaag",
            "datum_afgehandeld<vandaag",
            "datum_gesloten<vandaag",
            "coid_advies_op<vandaag",
            "besluit_bg_op<vandaag",
            "ingesteld_op<vandaag",
            "wederhoor_op<vandaag",
            "rapport_op<vandaag",
            "besluit_op<vandaag",
        ))),
        migrations.RunSQL(datumvolgorde("onderzoeken_onderzoeker", zaaktabel="onderzoeken_onderzoek", paren=(
            "onafhankelijk_op<vandaag",
        ))),
        migrations.RunSQL(datumvolgorde("onderzoeken_gesprek", zaaktabel="onderzoeken_onderzoek", paren=(
            "ontvangen_defensie<gehouden_op",
            "gehouden_op<vandaag",
        ))),
        migrations.RunSQL(datumvolgorde("onderzoeken_aanbeveling", zaaktabel="onderzoeken_onderzoek", paren=(
            "ontvangen_defensie<uiterlijk_op",
        ))),
    ]
