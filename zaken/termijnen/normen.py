"""Our own norms, where no law sets a term: defaults that a beheerder can replace from a date on."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from zaken.termijnen.berekening import Termijncode
from zaken.termijnen.rekenen import Duur, aantal_dagen, aantal_maanden, aantal_weken

_ZEVEN_DAGEN = aantal_dagen(7)
_ZES_WEKEN = aantal_weken(6)
_TIEN_WEKEN = aantal_weken(10)
_TWAALF_WEKEN = aantal_weken(12)
_DRIE_MAANDEN = aantal_maanden(3)

# Only own norms can stand still; no statutory term in these registers stops for a suspension.
MAG_STILSTAAN = frozenset(
    {
        Termijncode.MELDING_TERUGKOPPELING,
        Termijncode.MISSTAND_BEVINDINGEN,
        Termijncode.ONDERZOEK_RAPPORT,
    }
)


@dataclass(frozen=True, kw_only=True)
class Normen:
    """The own norms that hold from `geldig_van` up to and including `geldig_tot` (None: unlimited).

    `opschortbaar` lists the own norms that stand still during a recorded opschorting; by default none
    does. `verdaging_voor_afloop` and `verdaging_eenmalig` are our reading of Awb 9:11, second paragraph.
    The norms `klacht_buiten_awb…` are for a klacht that Awb 9:5-9:12 do not bind (not written, or not
    about conduct towards the klager). ValueError when the validity ends before it starts, when a
    statutory term is called opschortbaar, or when nazorg has no moments (whole months, rising).
    """

    geldig_van: date | None = None
    geldig_tot: date | None = None
    melding_ontvangstbevestiging: Duur = _ZEVEN_DAGEN
    melding_terugkoppeling: Duur = _DRIE_MAANDEN
    misstand_bevindingen: Duur = _TWAALF_WEKEN
    klacht_ontvangstbevestiging: Duur = _ZEVEN_DAGEN
    klacht_buiten_awb: Duur = _ZES_WEKEN
    klacht_buiten_awb_met_commissie: Duur = _TIEN_WEKEN
    verdaging_voor_afloop: bool = True
    verdaging_eenmalig: bool = True
    onderzoek_rapport: Duur = _TWAALF_WEKEN
    nazorg_maanden: tuple[int, ...] = (3, 6, 12)
    opschortbaar: frozenset[Termijncode] = frozenset()

    def __post_init__(self) -> None:
        if self.geldig_van and self.geldig_tot and self.geldig_tot < self.geldig_van:
            raise ValueError("De normen gelden tot een dag voor zij beginnen.")
        if verboden := self.opschortbaar - MAG_STILSTAAN:
            raise ValueError(f"Deze termijnen kunnen niet stilstaan: {', '.join(sorted(verboden))}.")
        oplopend = list(self.nazorg_maanden) == sorted(set(self.nazorg_maanden))
        if not self.nazorg_maanden or not oplopend or self.nazorg_maanden[0] < 1:
            raise ValueError("Noem de maanden van de nazorg van vroeg naar laat, vanaf 1, elk een keer.")

    def gelden_op(self, dag: date) -> bool:
        """Whether these norms hold on `dag`."""
        return (self.geldig_van is None or self.geldig_van <= dag) and (
            self.geldig_tot is None or dag <= self.geldig_tot
        )


STANDAARDNORMEN = Normen()


def geldige_normen(reeks: Iterable[Normen], *, op: date) -> Normen:
    """The norms that hold on `op`, the day of receipt. LookupError unless exactly one set does."""
    geldig = [normen for normen in reeks if normen.gelden_op(op)]
    if len(geldig) != 1:
        raise LookupError(f"Op {op} gelden {len(geldig)} reeksen normen; er moet er precies 1 gelden.")
    return geldig[0]
