"""The codes of a casus by what people write: the code or its label, whatever the capitals and accents."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from typing import Self

from codelijsten.models import Code
from vertrouwenspersonen import codes
from vertrouwenspersonen.kwartalen import Kwartaal
from zaken.invoer.codes import genormaliseerd, schrijfwijzen


class GeenKeuze(Exception):
    """A text that stands for nothing that can be chosen. It does not carry the text."""


class Keuzes:
    """Some codes, looked up by text. A code must have been valid in the quarter of the first conversation."""

    def __init__(self, rijen: Iterable[Code]) -> None:
        self._per_lijst: dict[str, list[Code]] = defaultdict(list)
        self._op_tekst: dict[tuple[str, str], list[Code]] = defaultdict(list)
        for code in rijen:
            self._per_lijst[code.lijst_id].append(code)
            for vorm in schrijfwijzen(code.code, code.label):
                self._op_tekst[code.lijst_id, vorm].append(code)

    @classmethod
    def van_casussen(cls) -> Self:
        """Of all lists that a casus answers with; one query."""
        lijsten = (*codes.BIJ_REGISTRATIE, *codes.BIJ_SLUITEN)
        return cls(Code.objects.filter(lijst_id__in=lijsten).order_by("lijst_id", "volgorde", "label"))

    def zoek(self, lijst: str, tekst: str, *, in_: Kwartaal | None) -> Code:
        """The one code that `tekst` stands for (None: in any quarter). Raises `GeenKeuze`."""
        vorm = genormaliseerd(tekst)
        gevonden = [code for code in self._op_tekst.get((lijst, vorm), ()) if _gold(code, in_)]
        if len(gevonden) > 1:  # two rows with one label: the code itself decides
            gevonden = [code for code in gevonden if genormaliseerd(code.code) == vorm]
        if len(gevonden) != 1:
            raise GeenKeuze
        return gevonden[0]

    def labels(self, lijst: str, *, in_: Kwartaal) -> list[str]:
        """What could be chosen in a quarter."""
        return [code.label for code in self._per_lijst[lijst] if _gold(code, in_)]

    def in_woorden(self, lijst: str, *, in_: Kwartaal) -> str:
        """What could be chosen in a quarter, as it may be typed: the label, or the code with what it means.

        A file speaks Dutch; who reads another language gets the code, and the meaning behind it.
        """
        return ", ".join(
            code.label if code.opschrift == code.label else f"{code.code} ({code.opschrift})"
            for code in self._per_lijst[lijst]
            if _gold(code, in_)
        )


def _gold(code: Code, kwartaal: Kwartaal | None) -> bool:
    """Whether the row was valid on any day of the quarter."""
    if kwartaal is None:
        return True
    begonnen = code.geldig_van is None or code.geldig_van <= kwartaal.laatste_dag
    return begonnen and (code.geldig_tot is None or code.geldig_tot >= kwartaal.eerste_dag)
