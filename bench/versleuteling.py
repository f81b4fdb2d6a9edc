"""What confidentiality at rest costs, in µs per operation. Run: python -m bench.versleuteling"""

from __future__ import annotations

import statistics
import time
import uuid
from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory

from zaken.versleuteling.cijfer import ontsleutel, versleutel
from zaken.versleuteling.sleutels import (
    Bestandskluis,
    Doel,
    IngepakteSleutel,
    herwikkel,
    maak_sleutelbestand,
    nieuwe_datasleutel,
    voeg_hoofdsleutel_toe,
)
from zaken.zoeken.woordtokens import _geheugen, tokens

RONDEN = 5
VELDEN = 1_000
SLEUTELS = 20_000
TEKSTEN = 100_000

ONDERWERP = "Ongewenste opmerkingen tijdens de oefening in het najaar, gemeld door een collega"
OMSCHRIJVING = ONDERWERP * 25  # about 2,000 characters
BEGINNEN = ["Melding", "Signaal", "Vraag", "Bericht", "Incident", "Voorval", "Gesprek"]
ONDERWERPEN = [
    "intimidatie",
    "pesten",
    "declaraties",
    "nevenfuncties",
    "geheimhouding",
    "discriminatie",
    "drugsgebruik",
]
PLEKKEN = ["kazerne", "vliegbasis", "haven", "oefenterrein", "kantoor", "opleiding", "missie", "werkplaats"]


def meet(naam: str, aantal: int, doe: Callable[[], object], *, ronden: int = RONDEN) -> None:
    """Print the median over the rounds."""
    duren = []
    for _ in range(ronden):
        begin = time.perf_counter()
        doe()
        duren.append(time.perf_counter() - begin)
    duur = statistics.median(duren)
    print(f"{naam:<52} {aantal:>8,} × {duur / aantal * 1e6:8.2f} µs = {duur * 1e3:9.1f} ms")


def main() -> None:
    for naam, tekst in (("kort", ONDERWERP), ("lang", OMSCHRIJVING)):
        meet_velden(naam, tekst)
    with TemporaryDirectory() as map_:
        meet_sleutels(Path(map_) / "hoofdsleutels")


def meet_velden(naam: str, tekst: str) -> None:
    rijen = [
        (nieuwe_datasleutel(), {"tabel": "zaken_zaak", "pk": str(uuid.uuid4()), "veld": "tekst"})
        for _ in range(VELDEN)
    ]
    cijfers = [versleutel(sleutel, tekst, **plaats) for sleutel, plaats in rijen]
    wat = f"{naam} ({len(tekst)} tekens)"
    meet(f"versleutelen, {wat}", VELDEN, lambda: [versleutel(s, tekst, **p) for s, p in rijen])
    meet(
        f"ontsleutelen, {wat}",
        VELDEN,
        lambda: [ontsleutel(s, c, **p) for (s, p), c in zip(rijen, cijfers, strict=True)],
    )


def meet_sleutels(pad: Path) -> None:
    maak_sleutelbestand(pad)
    kluis = Bestandskluis(pad)
    datasleutels = [nieuwe_datasleutel() for _ in range(SLEUTELS)]
    ingepakt: list[tuple[int, IngepakteSleutel]] = list(enumerate(map(kluis.wikkel, datasleutels)))
    meet("datasleutel inpakken", SLEUTELS, lambda: [kluis.wikkel(sleutel) for sleutel in datasleutels])
    meet("datasleutel uitpakken", SLEUTELS, lambda: [kluis.ontwikkel(sleutel) for _, sleutel in ingepakt])
    voeg_hoofdsleutel_toe(pad)
    nieuw = Bestandskluis(pad)
    meet("herwikkelen na een wissel", SLEUTELS, lambda: list(herwikkel(ingepakt, nieuw)))

    zoeksleutel = kluis.afgeleide_sleutel(Doel.ZOEKEN)
    teksten = [
        f"{BEGINNEN[n % 7]} {n} over {ONDERWERPEN[n % 7]} op de {PLEKKEN[n % 8]} tijdens week {n % 52}"
        for n in range(TEKSTEN)
    ]
    _geheugen.clear()
    meet(
        "zoektokens van een onderwerp, eerste keer",
        TEKSTEN,
        lambda: [tokens(t, zoeksleutel) for t in teksten],
        ronden=1,
    )
    meet("zoektokens van een onderwerp", TEKSTEN, lambda: [tokens(t, zoeksleutel) for t in teksten], ronden=1)


if __name__ == "__main__":
    main()
