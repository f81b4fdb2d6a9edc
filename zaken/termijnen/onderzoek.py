"""Terms of an onderzoek and of the nazorg after any zaak."""

from collections.abc import Collection
from datetime import date

from zaken.termijnen.berekening import Berekening, Stap, Termijncode, eigen_norm
from zaken.termijnen.normen import STANDAARDNORMEN, Normen
from zaken.termijnen.rekenen import Periode, aantal_maanden


def rapport(
    *, ingesteld_op: date, opschortingen: Collection[Periode] = (), normen: Normen = STANDAARDNORMEN
) -> Berekening:
    """Own norm: the report is there twelve weeks after the onderzoek was ordered.

    It stands still during an opschorting only when `normen.opschortbaar` says so.
    """
    staat_stil = Termijncode.ONDERZOEK_RAPPORT in normen.opschortbaar
    return eigen_norm(
        code=Termijncode.ONDERZOEK_RAPPORT,
        naam="Rapport van het onderzoek",
        begin=ingesteld_op,
        aanhef="Onderzoek ingesteld",
        stappen=[Stap(normen.onderzoek_rapport)],
        bron="Eigen norm",
        opschortingen=opschortingen if staat_stil else (),
    )


def nazorg(*, afgehandeld_op: date, normen: Normen = STANDAARDNORMEN) -> list[Berekening]:
    """Own norm: contact 3, 6 and 12 months after the zaak was settled; `kenmerk` holds the number of months.

    Nazorg comes between Afgehandeld and Gesloten, so it counts from the day of Afgehandeld.
    """
    return [
        eigen_norm(
            code=Termijncode.NAZORG,
            naam="Nazorg na 1 maand" if maanden == 1 else f"Nazorg na {maanden} maanden",
            begin=afgehandeld_op,
            aanhef="Afgehandeld",
            stappen=[Stap(aantal_maanden(maanden))],
            bron="Eigen norm",
            kenmerk=str(maanden),
        )
        for maanden in normen.nazorg_maanden
    ]
