"""The recount of `bench.uithouding`: what the users were told against what the database holds, by SQL."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from uuid import UUID, uuid5

from bench.uithouding_gebruikers import JAAR, PERSONEN_PER_MELDING, Gebruiker
from jid.databank import Databank, programmas


@dataclass
class Stand:
    """What stood in the database before the users began."""

    casussen: set[str]
    meldingen: set[str]
    notities: set[str]
    laatste_nummer: int


def meet_stand(databank: Databank) -> Stand:
    with databank.als_superuser("jid") as conn:

        def kolom(sql: str) -> set[str]:
            return {str(rij[0]) for rij in conn.execute(sql)}

        laatste = conn.execute(
            "SELECT laatste FROM zaken_nummerreeks WHERE soort = 'melding' AND jaar = %s", [JAAR]
        ).fetchone()
        return Stand(
            kolom("SELECT id FROM vertrouwenspersonen_casus"),
            kolom("SELECT zaak_ptr_id FROM meldingen_melding"),
            kolom("SELECT id FROM zaken_notitie"),
            laatste[0] if laatste else 0,
        )


def tel_na(
    databank: Databank, eerst: Stand, gebruikers: list[Gebruiker], *, accounts: Mapping[str, int]
) -> tuple[Counter[str], list[str]]:
    """Numbers for the report, and every broken promise in words. `accounts`: number by address."""
    nu = meet_stand(databank)
    aantallen, fouten = Counter[str](), []
    beloofd: dict[str, set[str]] = defaultdict(set)
    begonnen: dict[str, set[str]] = defaultdict(set)
    with databank.als_superuser("jid") as conn:
        meldingen = {
            str(pk): (str(sleutel), nummer, telling)
            for pk, sleutel, nummer, *telling in conn.execute(_MELDINGEN, [JAAR])
            if str(pk) not in eerst.meldingen
        }
    for gebruiker in gebruikers:
        schrift = gebruiker.schrift
        beloofd["casussen"] |= schrift.casussen
        begonnen["casussen"] |= schrift.casussen_begonnen
        beloofd["meldingen"] |= set(schrift.meldingen.values())
        begonnen["meldingen"] |= schrift.meldingen_begonnen.keys()
        for welke, paren in (("beloofd", schrift.notities), ("begonnen", schrift.notities_begonnen)):
            doel = beloofd if welke == "beloofd" else begonnen
            doel["notities"] |= {
                str(uuid5(UUID(melding), f"{accounts[gebruiker.email]} {inzending}"))
                for melding, inzending in paren
            }
        fouten += schrift.fouten
        fouten += [
            f"melding {pk} heeft een andere sleutel dan haar concept"
            for pk, sleutel in schrift.meldingen.items()
            if meldingen.get(pk, ("",))[0] != sleutel
        ]
    sleutels = [sleutel for sleutel, _nummer, _telling in meldingen.values()]
    opgeslagen = {
        "casussen": nu.casussen - eerst.casussen,
        "meldingen": set(sleutels),
        "notities": nu.notities - eerst.notities,
    }
    if len(sleutels) != len(set(sleutels)) or len(sleutels) != len(nu.meldingen - eerst.meldingen):
        fouten.append("er zijn meer meldingen dan concepten")
    for wat, rijen in opgeslagen.items():
        aantallen[f"{wat} bevestigd"] = len(beloofd[wat])
        aantallen[f"{wat} in de databank"] = len(rijen)
        if kwijt := beloofd[wat] - rijen:
            fouten.append(f"{len(kwijt)} bevestigde {wat} KWIJT: {sorted(kwijt)[:3]}")
        if vreemd := rijen - begonnen[wat]:
            fouten.append(f"{len(vreemd)} {wat} te veel: {sorted(vreemd)[:3]}")
        if not beloofd[wat]:
            fouten.append(f"er zijn geen {wat} vastgelegd: dit zegt niets")
    verwacht = [f"M-{JAAR}-{eerst.laatste_nummer + n + 1:05}" for n in range(len(meldingen))]
    if sorted(nummer for _sleutel, nummer, _telling in meldingen.values()) != verwacht:
        fouten.append("de zaaknummers zijn niet opeenvolgend")
    heel = [PERSONEN_PER_MELDING, 1, 1, 1, 1]
    fouten += [f"{n} is niet heel: {t}" for _s, n, t in meldingen.values() if t != heel]
    return aantallen, fouten


_MELDINGEN = """
SELECT z.id, z.sleutel_id, z.zaaknummer,
  (SELECT count(*) FROM zaken_persoon p WHERE p.zaak_id = z.id),
  (SELECT count(*) FROM zaken_statuswijziging s WHERE s.zaak_id = z.id),
  (SELECT count(*) FROM zaken_toekenning t WHERE t.content_object_id = z.id),
  (SELECT count(*) FROM zaken_zoekindex i WHERE i.zaak_id = z.id),
  (SELECT count(*) FROM logboek_gebeurtenis g WHERE g.zaak_id = z.id AND g.soort = 'geregistreerd')
FROM zaken_zaak z JOIN meldingen_melding m ON m.zaak_ptr_id = z.id
WHERE extract(year FROM z.ontvangen_defensie) = %s
"""


def bladzijden_heel(databank: Databank) -> bool:
    """Every page of the stopped cluster still has its own checksum."""
    opdracht: list[str | Path] = [programmas.zoek_map() / "pg_checksums", "--check", "-D", databank.cluster]
    return programmas.kies_uitvoerder().voer_uit(opdracht, cwd=databank.map).returncode == 0
