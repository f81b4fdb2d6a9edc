"""Terms of a vermoeden van misstand (Wet bescherming klokkenluiders, Wbk)."""

from collections.abc import Collection
from datetime import date

from zaken.termijnen.berekening import (
    NOG_NIET_BEVESTIGD,
    Berekening,
    Stap,
    Termijncode,
    eigen_norm,
    eis_niet_voor,
    wettelijke_termijn,
)
from zaken.termijnen.feestdagen import GELIJKGESTELDE_DAGEN
from zaken.termijnen.normen import STANDAARDNORMEN, Normen
from zaken.termijnen.rekenen import Periode, aantal_dagen, aantal_maanden

BEVESTIGING = aantal_dagen(7)
TERUGKOPPELING = aantal_maanden(3)


def ontvangstbevestiging(
    *, ontvangen: date, gelijkgestelde_dagen: Collection[date] = GELIJKGESTELDE_DAGEN
) -> Berekening:
    """Wbk art. 2, second paragraph: the melder gets a confirmation within seven days of receipt."""
    return wettelijke_termijn(
        code=Termijncode.MISSTAND_ONTVANGSTBEVESTIGING,
        naam="Ontvangst bevestigen",
        begin=ontvangen,
        aanhef="Ontvangen",
        stappen=[Stap(BEVESTIGING)],
        bron="Wbk, artikel 2, tweede lid",
        gelijkgestelde_dagen=gelijkgestelde_dagen,
    )


def terugkoppeling(
    *,
    ontvangen: date,
    bevestigd_op: date | None = None,
    gelijkgestelde_dagen: Collection[date] = GELIJKGESTELDE_DAGEN,
) -> Berekening:
    """Wbk art. 2, second paragraph: feedback within three months of the confirmation.

    Without a confirmation the three months follow the seven days after receipt (directive (EU) 2019/1937,
    art. 9, first paragraph). `werkdatum` is the plain date; `datum` is what the Algemene termijnenwet
    makes of it. ValueError when the confirmation lies before receipt.
    """
    eis_niet_voor(bevestigd_op, ontvangen, "De ontvangstbevestiging")
    stappen = [Stap(TERUGKOPPELING)]
    if bevestigd_op is None:
        stappen.insert(0, Stap(BEVESTIGING, NOG_NIET_BEVESTIGD))
    return wettelijke_termijn(
        code=Termijncode.MISSTAND_TERUGKOPPELING,
        naam="Terugkoppeling aan de melder",
        begin=bevestigd_op or ontvangen,
        aanhef="Ontvangst bevestigd" if bevestigd_op else "Ontvangen",
        stappen=stappen,
        bron="Wbk, artikel 2, tweede lid",
        gelijkgestelde_dagen=gelijkgestelde_dagen,
        werk_met_kale_datum=True,
    )


def bevindingen(
    *, ontvangen: date, opschortingen: Collection[Periode] = (), normen: Normen = STANDAARDNORMEN
) -> Berekening:
    """Own norm, after an older rule of Defensie: internal findings within twelve weeks of receipt.

    It runs beside `terugkoppeling`; `vroegste` gives the one to show.
    """
    staat_stil = Termijncode.MISSTAND_BEVINDINGEN in normen.opschortbaar
    return eigen_norm(
        code=Termijncode.MISSTAND_BEVINDINGEN,
        naam="Bevindingen klaar",
        begin=ontvangen,
        aanhef="Ontvangen",
        stappen=[Stap(normen.misstand_bevindingen)],
        bron="Eigen norm (naar een oudere regel van Defensie)",
        opschortingen=opschortingen if staat_stil else (),
    )
