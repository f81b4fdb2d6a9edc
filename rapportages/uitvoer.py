"""Rendering the figures outside the page: JSON, CSV and plain text, all from the same `Jaarcijfers`."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from schermen.rekenblad import csv_regels

from .services import Jaarcijfers
from .tabellen import Rij, Tabel
from .verschil import getal
from .zinnen import let_op, niet_geteld, standen

CSV_KOPPEN = (
    *("jaar_van_verslag", "tabel", "code", "label", "jaar", "aantal", "soort"),
    *("bron", "stand_op", "vastgelegd_tot", "status", "telregel", "versie"),
)
LABEL_GEWIJZIGD = ", label gewijzigd"
"""After the status of a row that was called otherwise when its first year was over."""


def als_json(cijfers: Jaarcijfers) -> dict[str, Any]:
    """The figures as plain values; years are keys, None is unknown or not a row in that year."""
    return {
        "jaar": cijfers.jaar,
        "stand_op": cijfers.stand_op.isoformat(),
        "vastgelegd_tot": cijfers.vastgelegd_tot.isoformat(),
        "voorlopig": cijfers.voorlopig,
        "tabellen": [_tabel_als_json(tabel) for tabel in cijfers.tabellen],
        "tekst": cijfers.tekst,
        "bevindingen": [bevinding.tekst for bevinding in cijfers.bevindingen],
    }


def _tabel_als_json(tabel: Tabel) -> dict[str, Any]:
    return {
        "id": tabel.regel.id,
        "nummer": tabel.regel.nummer,
        "titel": tabel.regel.titel,
        "rijen": [_rij_als_json(tabel, rij) for rij in tabel.rijen],
        "totaal": _per_jaar(tabel, tabel.totaal),
        "memo": [_rij_als_json(tabel, rij) for rij in tabel.memo],
        "let_op": let_op(tabel),
        "regel": {"id": tabel.regel.id, "versie": tabel.regel.versie},
    }


def _rij_als_json(tabel: Tabel, rij: Rij) -> dict[str, Any]:
    heette = {"label_was": rij.label_was} if rij in tabel.hernoemd else {}
    return {"code": rij.code, "label": rij.label, **heette, **_per_jaar(tabel, rij.aantallen)}


def _per_jaar(tabel: Tabel, aantallen: Any) -> dict[str, int | None]:
    return {str(jaar): aantallen[jaar] for jaar in tabel.jaren}


def als_csv(cijfers: Jaarcijfers) -> str:
    """Semicolon-separated lines, one number a line, counted and published apart; for a file, prefix a BOM."""
    return "".join(csv_regels([CSV_KOPPEN, *_getelde_regels(cijfers), *_gepubliceerde_regels(cijfers)]))


def _getelde_regels(cijfers: Jaarcijfers) -> Iterator[tuple[object, ...]]:
    status = "voorlopig" if cijfers.voorlopig else "vastgesteld"
    if not cijfers.klopt:
        status += ", controle niet geslaagd"
    for tabel in cijfers.tabellen:
        regel = tabel.regel
        rijen = [("rij", rij) for rij in tabel.rijen] + [("totaal", tabel.totaalrij)]
        for soort, rij in (*rijen, *(("memo", rij) for rij in tabel.memo)):
            for jaar in tabel.jaren:
                aantal = rij.aantallen[jaar]
                stand_op = tabel.stand(jaar) if regel.op_stand else cijfers.stand_op
                if aantal is not None and (soort != "memo" or aantal):
                    yield (
                        cijfers.jaar,
                        regel.id,
                        rij.code,
                        rij.label,
                        jaar,
                        aantal,
                        f"geteld_{soort}",
                        *("", stand_op, cijfers.vastgelegd_tot),
                        status + (LABEL_GEWIJZIGD if rij in tabel.hernoemd else ""),
                        *(regel.id, regel.versie),
                    )


def _gepubliceerde_regels(cijfers: Jaarcijfers) -> Iterator[tuple[object, ...]]:
    for vergelijking in cijfers.vergelijkingen:
        for regel in vergelijking.regels:
            soort = "gepubliceerd_totaal" if regel.is_totaal else "gepubliceerd_rij"
            if regel.is_tegengesproken:
                soort += "_tegengesproken"
            if regel.is_circa:
                soort += "_circa"
            yield (
                *(cijfers.jaar, vergelijking.tabel, regel.code, regel.label),
                *(vergelijking.jaar, regel.gepubliceerd),
                *(soort, vergelijking.bron, "", "", "gepubliceerd", "", ""),
            )


def als_tekst(cijfers: Jaarcijfers) -> str:
    """Plain text for a terminal: paragraph, tables with their definition, notices."""
    regels = [
        f"Jaarcijfers {cijfers.jaar}",
        f"Stand op {cijfers.stand_op:%d-%m-%Y}, vastgelegd tot en met {cijfers.vastgelegd_tot:%d-%m-%Y}",
    ]
    if cijfers.voorlopig:
        regels.append("Voorlopig. Gebruik deze cijfers nog niet in brieven.")
    if not cijfers.klopt:
        regels.append("Deze cijfers kloppen niet. Gebruik ze niet. Onderaan staat waarom.")
    regels += ["", cijfers.tekst]
    for tabel in cijfers.tabellen:
        regels += ["", *_tabel_als_tekst(tabel)]
    for kop, teksten in (
        ("Herstel eerst:", [bevinding.tekst for bevinding in cijfers.bevindingen]),
        ("Tegenspraak in gepubliceerde cijfers:", [fout.tekst for fout in cijfers.tegenspraken]),
    ):
        if teksten:
            regels += ["", kop, *(f"- {tekst}" for tekst in teksten)]
    return "\n".join(regels) + "\n"


def _tabel_als_tekst(tabel: Tabel) -> Iterator[str]:
    som = tabel.totaalrij
    breedte = max(len(rij.label) for rij in (*tabel.rijen, som))
    yield f"{tabel.regel.nummer}. {tabel.regel.titel}"
    yield " " * breedte + "".join(f"{jaar:>9}" for jaar in tabel.jaren)
    for rij in (*tabel.rijen, *(() if tabel.regel.alleen_totaal else (som,))):
        cellen = "".join(
            f"{'-' if (n := rij.aantallen[jaar]) is None else getal(n):>9}" for jaar in tabel.jaren
        )
        yield f"{rij.label:<{breedte}}{cellen}"
    for label, aantal in tabel.eronder():
        yield f"{label}, niet in het totaal: {getal(aantal)}"
    yield from (niet_geteld(jaar, gedrukt) for jaar, gedrukt in tabel.gedrukt.items())
    if waarop := standen(tabel):
        yield waarop
    yield f"{tabel.regel.definitie} {tabel.regel.populatie} {tabel.regel.bereik}"
    yield from (breuk.tekst for breuk in tabel.trendbreuken)
    yield from let_op(tabel)
