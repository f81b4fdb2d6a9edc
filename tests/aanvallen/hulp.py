"""What attacks share: an address of a melding, and a line for the log that nobody asked for."""

from __future__ import annotations

from django.urls import reverse

INVOEGEN = (
    "INSERT INTO logboek_gebeurtenis (id, tijdstip, soort, door_id, zaak_id, object_id, bijzonderheden)"
    " VALUES (gen_random_uuid(), {tijdstip}, %s, {door}, %s, '', '{{}}')"
)


def adres(naam, *delen):
    return reverse(f"meldingen:{naam}", args=delen)


def schrijf(sql, soort, zaak=None, *, door="app.uid()", tijdstip="clock_timestamp()"):
    return sql(INVOEGEN.format(door=door, tijdstip=tijdstip), soort, zaak)
