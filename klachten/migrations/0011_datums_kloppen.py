"""The dates of this register in order, as they stood when this was written; a test compares them."""

from django.db import migrations

from zaken.register.rijbeveiliging import datumvolgorde


class Migration(migrations.Migration):
    dependencies = [("klachten", "0010_oordeel_past"), ("zaken", "0077_datums_kloppen")]
    operations = [
        migrations.RunSQL(datumvolgorde("klachten_klacht", zaaktabel="klachten_klacht", sleutel="zaak_ptr_id", soort="klacht", paren=(
            "ontvangen_defensie<ontvangen_register",
            "ontvangen_defensie<datum_afgehandeld",
            "datum_afgehandeld<datum_gesloten",
            "voorval_van<ontvangen_defensie",
            "voorval_van<voorval_tot",
            "ontvangen_defensie<bevestigd_op",
            "ontvangen_defensie<aanvulling_gevraagd_op",
            "ontvangen_defensie<afschrift_aangeklaagde_op",
            "ontvangen_defensie<hoorzitting_op",
            "ontvangen_defensie<advies_op",
            "ontvangen_defensie<oordeel_op",
            "ontvangen_defensie<kennisgeving_op",
            "ontvangen_defensie<verdaagd_op",
            "ontvangen_defensie<instemming_uitstel_op",
            "ontvangen_defensie<niet_in_behandeling_bericht_op",
            "ontvangen_defensie<ombudsman_oordeel_op",
            "hoorzitting_op<advies_op",
            "hoorzitting_op<oordeel_op",
            "bevestigd_op<oordeel_op",
            "advies_op<oordeel_op",
            "oordeel_op<kennisgeving_op",
            "verdaagd_op<oordeel_op",
            "verdaagd_op<verdaagd_klager_op",
            "verdaagd_op<verdaagd_aangeklaagde_op",
            "instemming_uitstel_op<instemming_uitstel_tot",
            "kennisgeving_op<ombudsman_oordeel_op",
            "ontvangen_defensie<vandaag",
            "ontvangen_register<vandaag",
            "voorval_van<vandaag",
            "datum_afgehandeld<vandaag",
            "datum_gesloten<vandaag",
            "bevestigd_op<vandaag",
            "aanvulling_gevraagd_op<vandaag",
            "afschrift_aangeklaagde_op<vandaag",
            "hoorzitting_op<vandaag",
            "advies_op<vandaag",
            "oordeel_op<vandaag",
            "kennisgeving_op<vandaag",
            "verdaagd_op<vandaag",
            "instemming_uitstel_op<vandaag",
            "niet_in_behandeling_bericht_op<vandaag",
            "ombudsman_oordeel_op<vandaag",
            "verdaagd_klager_op<vandaag",
            "verdaagd_aangeklaagde_op<vandaag",
        ))),
    ]
