"""Files that were brought, in words."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.core.paginator import Paginator
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from achtergrond.models import Taakopdracht
from achtergrond.weergave import stand
from schermen.templatetags.jid_ui import datumtijd, getal

from .fouten import HELE_RIJ, Fout, Invoerfout, toonbaar
from .models import Inlezing
from .services import is_bezig
from .soorten import Invoersoort, Rijbeeld, soort_van
from .tabel import PER_DEEL, Tabel, met_rijen

MEESTE_ZINNEN = 10
VOORBEELDEN = 3
LANGSTE_VOORBEELD = 40


@dataclass(frozen=True)
class Foutregel:
    """One fault for the screen; the value as the file has it."""

    rij: int
    kolom: str
    waarde: str
    toegestaan: str


@dataclass(frozen=True)
class Voorbeeldrij:
    """One row of the preview."""

    rij: int
    kern: list[tuple[str, str]]
    alles: Sequence[tuple[str, str]]
    fouten: list[Foutregel]

    @property
    def oordeel(self) -> str:
        return _fouttelling(len(self.fouten)) if self.fouten else _("Goed")


def fouten_in_zinnen(fout: Invoerfout) -> list[str]:
    """What is wrong with a file that could not be kept."""
    zinnen = [_in_zin(een) for een in fout.fouten[:MEESTE_ZINNEN]]
    if (rest := fout.aantal - len(zinnen)) > 0:
        zinnen.append(ngettext("En nog %(n)s fout.", "En nog %(n)s fouten.", rest) % {"n": getal(rest)})
    return zinnen


def _in_zin(fout: Fout) -> str:
    waarden = {"rij": fout.rij, "kolom": toonbaar(fout.kolom), "nodig": str(fout.toegestaan)}
    if fout.rij == 1 and fout.kolom == HELE_RIJ:
        return _("Dit bestand kan niet. Nodig is: %(nodig)s.") % waarden
    if fout.kolom != HELE_RIJ:
        return _("Rij %(rij)s, kolom %(kolom)s: dit kan niet. Nodig is: %(nodig)s.") % waarden
    return _("Rij %(rij)s klopt niet. Dit mag wel: %(nodig)s.") % waarden


def koppen() -> list[str]:
    return [_("Bestand"), _("Toegevoegd"), _("Rijen"), _("Stand")]


def rijen(inlezingen: Iterable[Inlezing]) -> list[dict[str, Any]]:
    """One row per file, for the shared table."""
    bestand, gebracht, aantal, staat = koppen()
    return [
        {
            "cellen": [
                {
                    "kolom": bestand,
                    "tekst": str(soort_van(een.soort).naam),
                    "sub": "" if een.klaar_op else een.feiten.naam,
                    "url": reverse("inlezen:inlezing", args=[een.pk]),
                    "verborgen": datumtijd(een.gebracht_op),
                },
                {"kolom": gebracht, "tekst": datumtijd(een.gebracht_op)},
                {"kolom": aantal, "tekst": getal(een.aantal_rijen)},
                {"kolom": staat, "tekst": in_woorden(een)},
            ]
        }
        for een in inlezingen
    ]


def in_woorden(inlezing: Inlezing) -> str:
    """Where the file is."""
    if inlezing.bestemming:
        return _("Ingelezen")
    if inlezing.klaar_op is not None:
        return _("Gestopt. Er is niets ingelezen.")
    if is_bezig(inlezing):
        return _("Wordt ingelezen")
    if not inlezing.kolommen:
        return _("Kies de kolommen")
    if inlezing.aantal_fouten:
        return _fouttelling(inlezing.aantal_fouten)
    return _("Klaar om in te lezen")


def _fouttelling(aantal: int) -> str:
    return ngettext("%(n)s fout", "%(n)s fouten", aantal) % {"n": getal(aantal)}


def voorbeelden(inlezing: Inlezing) -> list[list[str]]:
    """Per column of the file some of its first values, short."""
    eerste = inlezing.delen.order_by("nummer").first()
    cellen = [cellen for _nummer, cellen in eerste.rijen] if eerste else []
    uit: list[list[str]] = []
    for plek in range(len(inlezing.feiten.kop)):
        gevuld = dict.fromkeys(
            toonbaar(rij[plek].strip())[:LANGSTE_VOORBEELD] for rij in cellen if rij[plek].strip()
        )
        uit.append(list(gevuld)[:VOORBEELDEN])
    return uit


def voorbeeld(
    inlezing: Inlezing, soort: Invoersoort, *, alleen: str, bladzijde: str, vandaag: date, belet: str
) -> dict[str, Any]:
    """A page of rows, what they become and what is wrong with them; `alleen`: "fouten" shows only those with faults.

    It says of no row that it is known, nor does the import afterwards. `belet`: why its owner may not take it in.
    """
    gevonden = inlezing.gevonden_fouten
    per_rij: dict[int, list[Fout]] = {}
    for fout in gevonden:
        per_rij.setdefault(fout.rij, []).append(fout)
    te_tonen: Sequence[int] = sorted(per_rij) if alleen == "fouten" else ()
    alleen = alleen if te_tonen else ""
    blad = Paginator(te_tonen or range(inlezing.aantal_rijen), PER_DEEL).get_page(bladzijde or 1)
    nummers = list(blad.object_list)
    tabel = met_rijen(inlezing, nummers) if alleen else Tabel(inlezing, (blad.number - 1,))
    koppen_ = list(soort.koppen())
    namen = _kolomnamen(inlezing, soort)
    getoond = [_rij(beeld, per_rij, koppen_, namen) for beeld in soort.beelden(tabel, vandaag)]
    totaal = inlezing.aantal_fouten or 0
    return {
        "inlezing": inlezing,
        "bestandsnaam": inlezing.feiten.naam,
        "soort": soort,
        "aantal_fouten": totaal,
        "fouttelling": _fouttelling(totaal),
        "getoonde_fouten": len(gevonden),
        "niet_getoond": totaal > len(gevonden),
        "koppen": koppen_,
        "rijen": getoond,
        "van_kop": [fout for fout in _regels(gevonden, namen) if fout.rij <= 1],
        "niet_ingelezen": [
            kop for kop, naam in zip(inlezing.feiten.kop, inlezing.kolommen, strict=True) if not naam
        ],
        "blad": blad,
        "vorige": _blad_url(blad.previous_page_number(), alleen) if blad.has_previous() else "",
        "volgende": _blad_url(blad.next_page_number(), alleen) if blad.has_next() else "",
        "bladtekst": _("Pagina %(n)s van %(totaal)s")
        % {"n": getal(blad.number), "totaal": getal(blad.paginator.num_pages)},
        "tabs": _tabs(inlezing.aantal_rijen, len(per_rij), alleen) if totaal else [],
        "ontvanger": soort.ontvanger(),
        "belet": belet,
        "mislukt": "" if belet else _mislukt(inlezing),
    }


def _tabs(alle: int, fout: int, alleen: str) -> list[dict[str, Any]]:
    """All rows, and those with faults, with a link to them."""
    soorten = (("", _("Alle rijen"), alle), ("fouten", _("Rijen met fouten"), fout))
    return [
        {
            "url": f"?alleen={keuze}" if keuze else "?",
            "label": label,
            "aantal": getal(aantal),
            "actief": keuze == alleen,
        }
        for keuze, label, aantal in soorten
        if aantal
    ]


def _blad_url(nummer: int, alleen: str) -> str:
    return f"?{f'alleen={alleen}&' if alleen else ''}bladzijde={nummer}"


def _rij(
    beeld: Rijbeeld,
    per_rij: dict[int, list[Fout]],
    koppen_: list[str],
    namen: dict[str, str],
) -> Voorbeeldrij:
    """A row with its own faults and those that only show among the other rows."""
    fouten = dict.fromkeys((*beeld.fouten, *per_rij.get(beeld.rij, ())))
    return Voorbeeldrij(
        beeld.rij,
        list(zip(koppen_, beeld.kern, strict=True)),
        beeld.alles,
        _regels(fouten, namen),
    )


def _regels(fouten: Iterable[Fout], namen: dict[str, str]) -> list[Foutregel]:
    return [
        Foutregel(fout.rij, namen.get(fout.kolom, fout.kolom), toonbaar(fout.waarde), str(fout.toegestaan))
        for fout in fouten
    ]


def _kolomnamen(inlezing: Inlezing, soort: Invoersoort) -> dict[str, str]:
    """What a known column is called in this file; its label where the file lacks it."""
    namen = {kolom.naam: kolom.label for kolom in soort.kolommen()} | {HELE_RIJ: _("hele rij")}
    eigen = zip(inlezing.kolommen, inlezing.feiten.kop, strict=True)
    return namen | {naam: kop for naam, kop in eigen if naam}


def foutenbestand(inlezing: Inlezing, soort: Invoersoort) -> list[list[object]]:
    """Header and a row per fault, for a spreadsheet."""
    namen = _kolomnamen(inlezing, soort)
    kop: list[object] = [_("Rij"), _("Kolom"), _("Waarde"), _("Wat kan wel")]
    return [
        kop,
        *(
            [fout.rij, namen.get(fout.kolom, fout.kolom), fout.waarde, str(fout.toegestaan)]
            for fout in inlezing.gevonden_fouten
        ),
    ]


def _mislukt(inlezing: Inlezing) -> str:
    """Why the last try did nothing; empty when there was none."""
    if inlezing.opdracht is None or inlezing.opdracht.staat != Taakopdracht.Staat.MISLUKT:
        return ""
    return stand(inlezing.opdracht, nu=timezone.now()).tekst


def bezig(inlezing: Inlezing, opdracht: Taakopdracht, soort: Invoersoort) -> dict[str, Any]:
    """The page while it is taken in."""
    return {
        "inlezing": inlezing,
        "bestandsnaam": inlezing.feiten.naam,
        "soort": soort,
        "stand": stand(opdracht, nu=timezone.now()),
    }


def _rijtelling(aantal: int) -> str:
    """Rows, and not zaken: which of them were there already, who brought them may not know."""
    return ngettext("%(n)s rij", "%(n)s rijen", aantal) % {"n": getal(aantal)}


def klaar(inlezing: Inlezing, soort: Invoersoort) -> dict[str, Any]:
    """The page afterwards: the same whether rows were new or known."""
    return {"inlezing": inlezing, "soort": soort, "rijtelling": _rijtelling(inlezing.aantal_rijen)}


def ontvangers(soorten: Iterable[Invoersoort], belet: Mapping[str, str]) -> list[dict[str, str]]:
    """Per kind of file which team gets it, and why somebody else must bring it."""
    return [
        {
            "label": str(soort.naam),
            "waarde": belet[soort.code] or _ontvanger(soort),
        }
        for soort in soorten
    ]


def _ontvanger(soort: Invoersoort) -> str:
    if soort.bestemmingen is not None:
        return _("Het team dat u kiest")
    return soort.ontvanger() or _("Nog geen team. Vraag de beheerder om er een te maken.")
