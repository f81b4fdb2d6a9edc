"""The last day to issue a tuchtbeschuldiging to a soldier (Wet militair tuchtrecht, WMT, art. 53).

Only an indication: the commander decides. Never rolled, and only calculated when the exact day is known.
"""

from dataclasses import dataclass
from datetime import date, timedelta

from zaken.termijnen import taal
from zaken.termijnen.berekening import Berekening, Soort, Termijncode, eis_niet_voor
from zaken.termijnen.rekenen import Periode, zonder_dagen

TERMIJN_DAGEN = 21
TERMIJN_OPERATIE_BUITENLAND_DAGEN = 60
VERLENGING_ARTIKEL_49_DAGEN = 21
UITERSTE_EINDE_DAGEN = 60
UITERSTE_EINDE_NA_VERWIJZING_ERBIJ_DAGEN = 30
ARTIKELEN_VANAF_ONTDEKKING = frozenset({6, 23, 26, 37, 39})


@dataclass(frozen=True, kw_only=True)
class Tuchtgegevens:
    """What is known about one military betrokkene.

    `gedraging_op`: the exact day of the conduct, None when it is not exactly known. `artikel`: the WMT
    article of the rule, if known; `ontdekt_op` counts only for articles 6, 23, 26, 37 and 39.
    `voorgelegd_aan_om`: the case went to the public prosecutor (WMT 78, 79); `beslissing_om_bekend_op`:
    the day the commander learned of the prosecutor's decision, which implies it.
    `operatie_met_commandant_elders`: on an international operation abroad with the commander in another
    country. `artikel_49_lid_6`: the extension of that paragraph applies. `telt_niet_mee`: leave, sickness
    and unauthorised absence. `laatste_dag_in_dienst`: last day of active service. `kenmerk` tells persons
    apart and is copied to the result. ValueError when a day lies before the conduct.
    """

    gedraging_op: date | None
    artikel: int | None = None
    ontdekt_op: date | None = None
    voorgelegd_aan_om: bool = False
    beslissing_om_bekend_op: date | None = None
    operatie_met_commandant_elders: bool = False
    artikel_49_lid_6: bool = False
    telt_niet_mee: tuple[Periode, ...] = ()
    laatste_dag_in_dienst: date | None = None
    kenmerk: str = ""

    def __post_init__(self) -> None:
        if self.gedraging_op is None:
            return
        eis_niet_voor(self.ontdekt_op, self.gedraging_op, "De ontdekking")
        eis_niet_voor(self.beslissing_om_bekend_op, self.gedraging_op, "De beslissing van het OM")
        eis_niet_voor(self.laatste_dag_in_dienst, self.gedraging_op, "De laatste dag in dienst")

    @property
    def is_verwezen(self) -> bool:
        """Whether the case went to the public prosecutor."""
        return self.voorgelegd_aan_om or self.beslissing_om_bekend_op is not None


def tuchtbeschuldiging(*, gegevens: Tuchtgegevens) -> Berekening | None:
    """WMT art. 53: the last day to issue the beschuldiging, or None when the day of the conduct is not exact.

    21 days (60 on an operation abroad with the commander in another country) from the conduct, from the
    discovery for articles 6, 23, 26, 37 and 39, or from the day the commander knows the prosecutor's
    decision. Art. 49, sixth paragraph, makes that term 21 days longer. Days of leave, sickness and
    unauthorised absence do not count. Never later than 60 days after the conduct (90 after referral),
    never after active service. While the prosecutor has not decided, the term has not begun and that
    absolute end is given.
    """
    if gegevens.gedraging_op is None:
        return None
    begin, termijn, zinnen = _termijn(gegevens, gegevens.gedraging_op)
    datum, einde_zin = _uiterste_einde(gegevens, gegevens.gedraging_op)
    if termijn is None or datum < termijn:
        zinnen.append(einde_zin)
    else:
        datum = termijn
    if gegevens.laatste_dag_in_dienst and gegevens.laatste_dag_in_dienst < datum:
        datum = gegevens.laatste_dag_in_dienst
        zinnen.append(f"De laatste dag in werkelijke dienst is {taal.voluit(datum)}.")
    zinnen.append("Dit is een indicatie. De commandant beslist.")
    return Berekening(
        code=Termijncode.MELDING_TUCHTBESCHULDIGING,
        naam="Uiterste datum tuchtbeschuldiging",
        begin=begin,
        kale_datum=datum,
        datum=datum,
        werkdatum=datum,
        rolt=False,
        bron="WMT, artikel 53",
        soort=Soort.WET,
        zinnen=tuple(zinnen),
        indicatie=True,
        kenmerk=gegevens.kenmerk,
    )


def _termijn(gegevens: Tuchtgegevens, gedraging_op: date) -> tuple[date, date | None, list[str]]:
    """The start of the term, its last day (None when it has not begun) and the sentences."""
    if gegevens.is_verwezen and gegevens.beslissing_om_bekend_op is None:
        zinnen = [f"De gedraging was op {taal.voluit(gedraging_op)}."]
        zinnen.append("De zaak ligt bij het Openbaar Ministerie. De termijn begint na de beslissing.")
        return gedraging_op, None, zinnen
    begin, aanhef = _begin(gegevens, gedraging_op)
    dagen = TERMIJN_OPERATIE_BUITENLAND_DAGEN if gegevens.operatie_met_commandant_elders else TERMIJN_DAGEN
    zinnen = [f"{aanhef} {taal.voluit(begin)}."]
    if gegevens.artikel_49_lid_6:
        dagen += VERLENGING_ARTIKEL_49_DAGEN
        zinnen.append("De termijn is 21 dagen langer (WMT, artikel 49, zesde lid).")
    kaal = begin + timedelta(days=dagen)
    zinnen.append(f"{taal.dagen(dagen)} later is {taal.voluit(kaal)}.")
    datum = zonder_dagen(begin, kaal, gegevens.telt_niet_mee)
    if datum != kaal:
        zinnen.append(f"Verlof, ziekte en afwezigheid tellen niet mee: {taal.dagen((datum - kaal).days)}.")
        zinnen.append(f"De laatste dag wordt {taal.voluit(datum)}.")
    return begin, datum, zinnen


def _begin(gegevens: Tuchtgegevens, gedraging_op: date) -> tuple[date, str]:
    if gegevens.beslissing_om_bekend_op:
        return gegevens.beslissing_om_bekend_op, "De commandant kent de beslissing van het OM sinds"
    if gegevens.ontdekt_op and gegevens.artikel in ARTIKELEN_VANAF_ONTDEKKING:
        return gegevens.ontdekt_op, "De gedraging is ontdekt op"
    return gedraging_op, "De gedraging was op"


def _uiterste_einde(gegevens: Tuchtgegevens, gedraging_op: date) -> tuple[date, str]:
    dagen = UITERSTE_EINDE_DAGEN
    if gegevens.is_verwezen:
        dagen += UITERSTE_EINDE_NA_VERWIJZING_ERBIJ_DAGEN
    einde = gedraging_op + timedelta(days=dagen)
    return einde, f"Later dan {taal.dagen(dagen)} na de gedraging kan niet: {taal.voluit(einde)}."
