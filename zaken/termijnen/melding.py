"""Terms of a melding: a service norm, nazorg, and the indication for military betrokkenen."""

from collections.abc import Collection, Sequence
from datetime import date

from zaken.termijnen.berekening import (
    NOG_NIET_BEVESTIGD,
    Berekening,
    Stap,
    Termijncode,
    eigen_norm,
    eis_niet_voor,
)
from zaken.termijnen.normen import STANDAARDNORMEN, Normen
from zaken.termijnen.onderzoek import nazorg
from zaken.termijnen.rekenen import Periode
from zaken.termijnen.tuchtrecht import Tuchtgegevens, tuchtbeschuldiging

_BRON = "Eigen norm (zoals bij een vermoeden van misstand)"


def ontvangstbevestiging(*, ontvangen: date, normen: Normen = STANDAARDNORMEN) -> Berekening:
    """Own norm: the melder gets a confirmation within seven days of receipt by Defensie."""
    return eigen_norm(
        code=Termijncode.MELDING_ONTVANGSTBEVESTIGING,
        naam="Ontvangst bevestigen",
        begin=ontvangen,
        aanhef="Ontvangen",
        stappen=[Stap(normen.melding_ontvangstbevestiging)],
        bron=_BRON,
    )


def terugkoppeling(
    *,
    ontvangen: date,
    bevestigd_op: date | None = None,
    opschortingen: Collection[Periode] = (),
    normen: Normen = STANDAARDNORMEN,
) -> Berekening:
    """Own norm: feedback within three months of the confirmation.

    Without a confirmation the three months follow the seven days that were meant for it. ValueError when
    the confirmation lies before receipt.
    """
    eis_niet_voor(bevestigd_op, ontvangen, "De ontvangstbevestiging")
    stappen = [Stap(normen.melding_terugkoppeling)]
    if bevestigd_op is None:
        stappen.insert(0, Stap(normen.melding_ontvangstbevestiging, NOG_NIET_BEVESTIGD))
    staat_stil = Termijncode.MELDING_TERUGKOPPELING in normen.opschortbaar
    return eigen_norm(
        code=Termijncode.MELDING_TERUGKOPPELING,
        naam="Terugkoppeling aan de melder",
        begin=bevestigd_op or ontvangen,
        aanhef="Ontvangst bevestigd" if bevestigd_op else "Ontvangen",
        stappen=stappen,
        bron=_BRON,
        opschortingen=opschortingen if staat_stil else (),
    )


def nazorgmomenten(
    *, afgehandeld_op: date, gedaan_op: date | None = None, normen: Normen = STANDAARDNORMEN
) -> list[Berekening]:
    """The terms of nazorg. `gedaan_op`, the last day of nazorg, answers those until then and the first after it.

    A day before `afgehandeld_op` answers nothing: after a reopening the nazorg begins again.
    """
    momenten = sorted(
        nazorg(afgehandeld_op=afgehandeld_op, normen=normen), key=lambda moment: moment.werkdatum
    )
    if gedaan_op is None or gedaan_op < afgehandeld_op:
        return momenten
    beantwoord = sum(moment.werkdatum <= gedaan_op for moment in momenten) + 1
    return [
        moment.met_voldaan_op(gedaan_op) if plaats < beantwoord else moment
        for plaats, moment in enumerate(momenten)
    ]


def termijnen(
    *,
    ontvangen_defensie: date,
    bevestigd_op: date | None = None,
    teruggekoppeld_op: date | None = None,
    afgehandeld_op: date | None = None,
    nazorg_gedaan_op: date | None = None,
    militairen: Sequence[Tuchtgegevens] = (),
    opschortingen: Collection[Periode] = (),
    normen: Normen = STANDAARDNORMEN,
) -> list[Berekening]:
    """All terms of one melding that its known dates allow, by working date.

    Confirmation and feedback are always there and carry the day they were done (`voldaan_op`). Nazorg is
    there once the melding is afgehandeld; `nazorg_gedaan_op` answers it as `nazorgmomenten` says. `militairen`
    holds one entry per military betrokkene; without an exact day of the conduct it adds nothing. ValueError
    when confirmation or feedback lies before receipt.
    """
    eis_niet_voor(teruggekoppeld_op, ontvangen_defensie, "De terugkoppeling")
    bevestiging = ontvangstbevestiging(ontvangen=ontvangen_defensie, normen=normen)
    feedback = terugkoppeling(
        ontvangen=ontvangen_defensie, bevestigd_op=bevestigd_op, opschortingen=opschortingen, normen=normen
    )
    berekeningen = [bevestiging.met_voldaan_op(bevestigd_op), feedback.met_voldaan_op(teruggekoppeld_op)]
    berekeningen += [
        berekening for militair in militairen if (berekening := tuchtbeschuldiging(gegevens=militair))
    ]
    if afgehandeld_op:
        berekeningen += nazorgmomenten(
            afgehandeld_op=afgehandeld_op, gedaan_op=nazorg_gedaan_op, normen=normen
        )
    return sorted(berekeningen, key=lambda berekening: (berekening.werkdatum, berekening.code))
