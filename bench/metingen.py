"""Where measurements are written down: a block of a document between two marks, with the day."""

from __future__ import annotations

from datetime import date
from pathlib import Path

DOCUMENT = Path(__file__).resolve().parents[1] / "docs" / "metingen.md"


def zet_in_document(naam: str, tekst: str, document: Path = DOCUMENT) -> None:
    """Replace the block `naam`; `ValueError` when the document has no such block."""
    begin, einde = f"<!-- meting:{naam} -->", f"<!-- einde:{naam} -->"
    voor, oud, rest = document.read_text().partition(begin)
    _weg, slot, na = rest.partition(einde)
    if not (oud and slot):
        raise ValueError(f"docs/{document.name} heeft geen blok {naam}")
    dag = date.today()
    document.write_text(
        f"{voor}{begin}\nMeasured on {dag.day}-{dag.month}-{dag.year}.\n\n{tekst}\n{einde}{na}"
    )
