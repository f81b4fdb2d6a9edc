"""What is read of a file is gone with the file: no function that sees a cell remembers what it was asked."""

from __future__ import annotations

from collections.abc import Iterator
from importlib import import_module
from inspect import signature
from pkgutil import iter_modules

from zaken.register import registers

PAKKETTEN = ("inlezen", "zaken.invoer", "vertrouwenspersonen.invoer")
MAG = {
    "zaken.invoer.waarden.vormen",  # asked for a list of choices
    "meldingen.invoer._termijnrijen",  # asked for days and norms, never for text
}


def test_niets_onthoudt_een_cel_van_een_bestand() -> None:
    onthoudt = {
        f"{iets.__module__}.{iets.__qualname__}"
        for module in modules()
        for iets in vars(import_module(module)).values()
        if hasattr(iets, "cache_info") and signature(iets).parameters
    }
    assert onthoudt == MAG


def modules() -> Iterator[str]:
    yield from (f"{register.adressen}.invoer" for register in registers())
    for pakket in PAKKETTEN:
        yield from (
            f"{pakket}.{een.name}" for een in iter_modules(import_module(pakket).__path__) if not een.ispkg
        )
