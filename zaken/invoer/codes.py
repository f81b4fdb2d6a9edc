"""Looking up a code by what people write: its code or its label, whatever the capitals and accents."""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from collections.abc import Collection
from datetime import date

from django.utils.translation import gettext_noop as _

from codelijsten.models import Code
from inlezen.fouten import Ongeldig, Zin, zin


def genormaliseerd(tekst: str) -> str:
    """`tekst` without accents, in lower case, with single blanks. Not cached: a cell of a file would stay in memory."""
    if tekst.isascii():
        return " ".join(tekst.lower().split())
    ontleed = unicodedata.normalize("NFKD", tekst)
    zonder = "".join(teken for teken in ontleed if not unicodedata.combining(teken))
    return " ".join(zonder.casefold().split())


def schrijfwijzen(code: str, label: str) -> set[str]:
    """All that stands for a code: the code, the label, and the label without its abbreviation in brackets."""
    return {genormaliseerd(vorm) for vorm in (code, label, re.sub(r"\s*\([^)]*\)$", "", label))} - {""}


class Codeboek:
    """The rows of some code lists, read once. A code must be valid on the day of the melding."""

    def __init__(self, lijsten: Collection[str]) -> None:
        self._rijen: dict[str, list[Code]] = {lijst: [] for lijst in lijsten}
        self._op_tekst: dict[tuple[str, str], list[Code]] = defaultdict(list)
        for code in Code.objects.filter(lijst_id__in=lijsten).order_by("lijst_id", "volgorde", "label"):
            self._rijen[code.lijst_id].append(code)
            for vorm in schrijfwijzen(code.code, code.label):
                self._op_tekst[code.lijst_id, vorm].append(code)

    def zoek(self, lijst: str, tekst: str, *, op: date | None) -> Code:
        """The one code that `tekst` stands for on day `op` (None: any day). Raises `Ongeldig`."""
        vorm = genormaliseerd(tekst)
        gevonden = [code for code in self._op_tekst.get((lijst, vorm), ()) if geldt(code, op)]
        if len(gevonden) > 1:  # two rows with one label: the code itself decides
            gevonden = [code for code in gevonden if genormaliseerd(code.code) == vorm]
        if len(gevonden) != 1:
            raise Ongeldig(self.toegestaan(lijst, op=op))
        return gevonden[0]

    def toegestaan(self, lijst: str, *, op: date | None) -> Zin:
        """The codes valid on day `op`, for a message."""
        codes = ", ".join(code.code for code in self._rijen[lijst] if geldt(code, op))
        if op is None:
            return zin(_("%(codes)s (of het label)"), codes=codes)
        return zin(_("%(codes)s (of het label); geldig op %(dag)s"), codes=codes, dag=f"{op:%d-%m-%Y}")


def geldt(code: Code, op: date | None) -> bool:
    """Whether the row is valid on `op`; both ends count, None is any day."""
    if op is None:
        return True
    begonnen = code.geldig_van is None or code.geldig_van <= op
    return begonnen and (code.geldig_tot is None or op <= code.geldig_tot)
