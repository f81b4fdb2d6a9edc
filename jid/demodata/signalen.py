"""Fictional adviesvragen and signals that belonged elsewhere, of 2022-2024. All numbers are ours."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from random import Random

from zaken.models import Datasleutel, Signaal

from .aantallen import ADVIESVRAGEN, HOORT_ELDERS
from .meldingen import ONDERDELEN, Bronnen
from .toeval import dagen_in, moment, uuid
from .verloop import kies

AARD = {
    "arbeidsconflict": ("hr", 46, "Verschil van mening over de werktijden"),
    "bezwaar": ("bezwaren", 18, "Niet eens met een besluit"),
    "datalek": ("privacy_officer", 12, "Stukken naar een verkeerd adres"),
    "beveiligingsincident": ("beveiliging", 10, "Toegang zonder pas"),
    "veiligheidsvoorval": ("ivd", 8, "Bijna-ongeval in een werkplaats"),
    "strafbaar_feit": ("kmar", 6, "Vermoeden van diefstal"),
}
"""Per kind: where it was referred to, its weight, and a neutral line."""
VRAGEN = (
    "Hoe om te gaan met een nevenfunctie",
    "Wat te doen na een signaal uit het team",
    "Mag een geschenk worden aangenomen",
    "Gesprek voorbereiden over omgangsvormen",
)


def signalen(willekeur: Random, bronnen: Bronnen) -> Iterator[Signaal]:
    """All signals, unsaved, in order of receipt within a kind."""
    for aantallen, soort in (
        (ADVIESVRAGEN, Signaal.Soort.ADVIESVRAAG),
        (HOORT_ELDERS, Signaal.Soort.HOORT_ELDERS),
    ):
        for jaar, aantal in aantallen.items():
            for ontvangen in dagen_in(willekeur, jaar, aantal):
                signaal = Signaal(
                    id=uuid(willekeur),
                    soort=soort,
                    sleutel=Datasleutel.nieuw(),
                    ontvangen_op=ontvangen,
                    datum_registratie=moment(
                        willekeur, ontvangen + timedelta(days=willekeur.choice((0, 0, 1)))
                    ),
                    aangemaakt_door=bronnen.rollen.intake,
                    team=bronnen.rollen.intaketeam,
                    defensieonderdeel_id=bronnen.id_van(
                        "defensieonderdeel",
                        kies(willekeur, bronnen.geldig("defensieonderdeel", ONDERDELEN, ontvangen)),
                    ),
                )
                if soort == Signaal.Soort.ADVIESVRAAG:
                    signaal.onderwerp = willekeur.choice(VRAGEN)
                else:
                    aard = kies(willekeur, {code: gewicht for code, (_, gewicht, _) in AARD.items()})
                    naar, _, signaal.onderwerp = AARD[aard]
                    signaal.aard_id = bronnen.id_van("hoort_elders", aard)
                    signaal.verwezen_naar_id = bronnen.id_van("verwijzing", naar)
                yield signaal


def leg_signalen_vast(willekeur: Random, bronnen: Bronnen) -> int:
    """Write them; returns how many. Runs as the owner."""
    alle = list(signalen(willekeur, bronnen))
    Datasleutel.objects.bulk_create([signaal.sleutel for signaal in alle if signaal.sleutel])
    Signaal.objects.bulk_create(alle)
    return len(alle)
