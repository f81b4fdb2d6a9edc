"""Which years of a table are known: docs/cijfers.md. Pure.

Unknown is no 0, and a count that is not 0 is never unknown.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence

from .cellen import Cel
from .models import Register
from .telregels import TELREGELS, Telling, Telregel


def bekende_jaren(
    regel: Telregel,
    *,
    met_ontvangst: Mapping[Register, Sequence[int]],
    cellen: Mapping[Telling, Sequence[Cel]],
) -> Collection[int]:
    """Years of which a table can say a number, 0 or more.

    `met_ontvangst`: years in which a register received anything, oldest first. `cellen`: what the registers count
    themselves, before anything published takes a place in it.
    """
    eigen = met_ontvangst[regel.register]
    if regel.op_vaste_momenten:
        return geteld_op_vaste_momenten(cellen[regel.telling], eigen)
    sinds_de_eerste = {jaar for jaar in met_ontvangst[Register.MELDINGEN] if eigen and jaar >= eigen[0]}
    tellingen = {ander.telling for ander in TELREGELS if ander.register == regel.register}
    met_aantal = {cel.jaar for telling in tellingen for cel in cellen[telling] if cel.aantal}
    return sinds_de_eerste | {*eigen} | met_aantal


def geteld_op_vaste_momenten(cellen: Iterable[Cel], met_aantal: Sequence[int]) -> set[int]:
    """Years that were counted, since the first in which there was anything; the same for whoever asks."""
    return {cel.jaar for cel in cellen if met_aantal and cel.jaar >= met_aantal[0]}
