"""Malformed posts: each takes what a browser would send and spoils it in one way. The same seed gives the same post."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from random import Random
from urllib.parse import quote_from_bytes
from zlib import crc32

Veld = tuple[str, str | bytes]
URLENCODED = "application/x-www-form-urlencoded"
GRENS = "grensvandeproef"


@dataclass(frozen=True)
class Inzending:
    """One post. `romp` is sent instead of the fields when it is given; `met_token`: the CSRF check is on, and fails."""

    soort: str
    velden: tuple[Veld, ...]
    inhoudstype: str = URLENCODED
    romp: bytes | None = None
    vraag: str = ""
    koppen: dict[str, str] = field(default_factory=dict)
    met_token: bool = False

    def bytes(self) -> bytes:
        """The body as it goes over the line."""
        if self.romp is not None:
            return self.romp
        return b"&".join(f"{_pct(naam)}={_pct(waarde)}".encode() for naam, waarde in self.velden)


def _pct(tekst: str | bytes) -> str:
    return quote_from_bytes(tekst if isinstance(tekst, bytes) else tekst.encode("utf-8", "surrogatepass"))


GIF: dict[str, tuple[str | bytes, ...]] = {
    "NUL en besturingstekens": ("a\x00b", "\x00", "\x07\x1b[31m", "\r\nSet-Cookie: x=1", "\x7f\x80\x9f", "\ufeff", "\x0b\x0c"),
    "reusachtige tekst": ("x" * 26_000, "regel\r\n" * 9_000, "é" * 120_000, "9" * 5_000, " " * 50_000),
    "onbekende code": ("bestaat_niet", "", "None", "null", "undefined", "true", "[]", "__all__", "in", "onbekend ", "ONBEKEND"),
    "onmogelijke datum": ("0", "00", "0000", "9999", "10000", "-1", "31", "32", "13", "2024-00-00", "0000-00-00", "31-02-2024", "٣", "½", "1e3", "２０２４", "9" * 400),
    "onmogelijk getal": ("-1", "-0", "2147483648", "-2147483649", "9223372036854775808", "1e309", "NaN", "Infinity", "1" * 40, "0x10", "1,5", "1.5", "1_000", "+1", "²", "٣٤"),
    "emoji en schrift": ("👩🏽‍✈️🎖️", "\u202edetaced\u202c", "مرحبا بالعالم", "Z̴̡̛a̸l̷g̶o̵" * 40, "\u200b\u200d", "\u2028\u2029", "ﬀ", "İı", "\U000e0041", "\ufffe\uffff"),
    "losse surrogaten": (b"\xed\xa0\x80", b"a\xed\xbf\xbfb", b"\xed\xa0\xbd\xed\xb8\x80", b"\xf4\x90\x80\x80", b"\xc0\x80"),
    "geen UTF-8": (b"\xff\xfe", b"caf\xe9", b"\x80", "naïef".encode("utf-16"), b"\xe2\x82", b"+AGEAYg-"),
    "opdrachten": ("<script>alert(1)</script>", "' OR 1=1 --", "{{ 7*7 }}{% debug %}", "%s%(x)s%n{0}{x!r}", "../../../etc/passwd", "$(id)", "\\", "=cmd|' /C calc'!A0", "*)(uid=*", "javascript:alert(1)", "//elders.example/"),
    "alleen wit": (" ", "\t\n", "\u00a0\u2003", "\r", "\u3000"),
    "verkeerd soort": ("on", "1", "false", "{}", "[1]", "2024-11-15T00:00:00Z", "een@twee@drie", "@", "a@b", "1b4e28ba-2fa1-4d2b-9f4e-0242ac130003"),
}  # fmt: skip
"""Poison by kind; one to three fields get one each."""
VORMSETS = ("-1", "0", "99999", "999999999999", "x", "1-bestaat_niet", "0-betrokkene", "-1-betrokkene", "1-", "-", "1-betrokkene-2", "betrokkene", "99999999999999-betrokkene", "\x00", "²-betrokkene", "1-betrokkene\x00", "")  # fmt: skip
TALSETS = ("utf-16", "latin-1", "idna", "utf-7", "cp037", "bestaat-niet", "x" * 300)


def vervorm(
    basis: tuple[Veld, ...], vreemd: tuple[str, ...], *, naam: str, nummer: int, zaad: int
) -> Inzending:
    """Post number `nummer` of a form; `vreemd` are keys of others. The kinds take turns, each form begins elsewhere."""
    kies = Random(f"{zaad}/{naam}/{nummer}")
    soorten = list(SOORTEN)
    soort = soorten[(crc32(naam.encode()) + nummer) % len(soorten)]
    post = SOORTEN[soort](kies, _ingevuld(kies, basis), vreemd)
    if kies.random() < 0.1:
        post = replace(post, koppen={**post.koppen, "HX-Request": "true", "HX-Target": "\u00e9\u20ac\u0000"[: kies.randrange(3)]})  # fmt: skip
    return replace(post, soort=soort)


def _ingevuld(kies: Random, basis: tuple[Veld, ...]) -> tuple[Veld, ...]:
    """Mostly the whole form, sometimes without a few answers: another way through the checks."""
    if kies.random() < 0.6 or not basis:
        return basis
    weg = set(kies.sample(range(len(basis)), kies.randint(1, max(1, len(basis) // 2))))
    return tuple(veld for plek, veld in enumerate(basis) if plek not in weg)


def _slachtoffers(kies: Random, velden: tuple[Veld, ...]) -> set[str]:
    namen = sorted({naam for naam, _waarde in velden})
    if not namen:
        return set()
    return set(namen) if kies.random() < 0.1 else set(kies.sample(namen, min(len(namen), kies.randint(1, 3))))


def _gif(soort: str) -> Vervorming:
    def doe(kies: Random, velden: tuple[Veld, ...], vreemd: tuple[str, ...]) -> Inzending:
        raak = _slachtoffers(kies, velden)
        if soort == "onmogelijke datum" and (
            datums := [n for n, _w in velden if n.endswith(("_dag", "_maand", "_jaar"))]
        ):
            raak = set(kies.sample(datums, min(len(datums), 3)))  # fmt: skip
        nieuw = [(n, kies.choice(GIF[soort]) if n in raak else w) for n, w in velden]
        return Inzending(soort, tuple(nieuw or [("veld", kies.choice(GIF[soort]))]))

    return doe


def _weglaten(kies: Random, velden: tuple[Veld, ...], vreemd: tuple[str, ...]) -> Inzending:
    raak = _slachtoffers(kies, velden)
    return Inzending("", tuple(veld for veld in velden if veld[0] not in raak))


def _niets(kies: Random, velden: tuple[Veld, ...], vreemd: tuple[str, ...]) -> Inzending:
    romp = kies.choice((b"", b"&&&&", b"=", b"%", b"%ZZ=%ZZ", b"a=%00%0", b"&=&=", b"\x00", b";;;"))
    return Inzending("", (), romp=romp)


def _dubbel(kies: Random, velden: tuple[Veld, ...], vreemd: tuple[str, ...]) -> Inzending:
    """The same key many times, with other values before and after, and keys as other frameworks write arrays."""
    raak = _slachtoffers(kies, velden)
    vorm = kies.choice(("{}", "{}[]", "{}[0]", "{}[a][b]", "{}.0", "{}__in", "{}_id"))
    erbij = [(vorm.format(naam), waarde) for naam in sorted(raak) for waarde in ("x", "", "1", "\x00", "0")]
    midden = kies.randrange(len(velden) + 1)
    return Inzending("", (*velden[:midden], *erbij, *velden[midden:]))


def _vreemde_sleutels(kies: Random, velden: tuple[Veld, ...], vreemd: tuple[str, ...]) -> Inzending:
    """Keys of what belongs to somebody else, or to nobody, wherever a key or a choice stands."""
    raak = _slachtoffers(kies, velden)
    keuze = (*vreemd, "00000000-0000-0000-0000-000000000000", "not-a-uuid", "0", "-1", "99999999999999999999")
    namen = (
        "pk",
        "id",
        "zaak",
        "gebruiker",
        "team",
        "behandelaar",
        "naar",
        "toekenning",
        "persoon",
        "sleutel",
    )
    erbij = [(kies.choice(namen), kies.choice(keuze)) for _n in range(3)]
    return Inzending("", (*((n, kies.choice(keuze) if n in raak else w) for n, w in velden), *erbij))


def _vormset(kies: Random, velden: tuple[Veld, ...], vreemd: tuple[str, ...]) -> Inzending:
    """What says how many rows there are, which is added and which goes; and Django's own names for it."""
    namen = (
        "rij",
        "rij",
        "voeg_toe",
        "verwijder",
        "form-TOTAL_FORMS",
        "form-INITIAL_FORMS",
        "form-0-id",
        "rij-TOTAL_FORMS",
    )
    erbij = [(kies.choice(namen), kies.choice(VORMSETS)) for _n in range(kies.randint(1, 8))]
    erbij += [(f"p{kies.choice(('1', '-1', '99', 'x'))}-naam", "x")]
    return Inzending("", (*(v for v in velden if v[0] != "rij" or kies.random() < 0.5), *erbij))


def _verborgen(kies: Random, velden: tuple[Veld, ...], vreemd: tuple[str, ...]) -> Inzending:
    """What a page sends along by itself: versions, numbers, keys of the form, where to go next."""
    namen = (
        "versie",
        "basis",
        "volgnummer",
        "venster",
        "sleutel",
        "inzending",
        "velden",
        "stap",
        "next",
        "basisversie",
        "naar",
        "uit",
        *("sessie", "besluit", "credential", "is_teamleider", "voeg_toe", "verwijder"),
    )
    gif = [w for soort in GIF.values() for w in soort]
    raak = set(kies.sample(namen, 4))
    return Inzending(
        "", (*(v for v in velden if v[0] not in raak), *((n, kies.choice(gif)) for n in sorted(raak)))
    )


def _te_veel(kies: Random, velden: tuple[Veld, ...], vreemd: tuple[str, ...]) -> Inzending:
    if kies.random() < 0.3:
        return Inzending("", (*velden, ("veld", "x" * (2 * 1024 * 1024 + 1))))
    return Inzending("", (*velden, *((f"veld{n}", "x") for n in range(kies.choice((499, 501, 3_000))))))


def _inhoudstype(kies: Random, velden: tuple[Veld, ...], vreemd: tuple[str, ...]) -> Inzending:
    """Another kind of body than a form sends, or the same with another name on it."""
    tekst = {naam: waarde if isinstance(waarde, str) else "x" for naam, waarde in velden}
    los = Inzending("", velden).bytes()
    deel = f'--{GRENS}\r\nContent-Disposition: form-data; name="tekst"\r\n\r\nx\r\n'.encode()
    bestand = (
        f'--{GRENS}\r\nContent-Disposition: form-data; name="b"; filename="../x\x00.exe"\r\nContent-Type: image/png\r\n\r\n'.encode()
        + b"\x89PNG\r\n"
    )
    gekozen = kies.choice(
        (
            ("application/json", json.dumps(tekst).encode()), ("application/json", b'{"a": "\\ud800", "b": [[[['),
            ("text/plain", los), ("", los), ("x/y; z=\u00e9".encode().decode("latin-1"), los), ("application/xml", b"<?xml version='1.0'?><!DOCTYPE a [<!ENTITY b SYSTEM 'file:///etc/passwd'>]><a>&b;</a>"),
            ("multipart/form-data", los), ("multipart/form-data; boundary=", los), (f"multipart/form-data; boundary={'x' * 300}", deel),
            (f"multipart/form-data; boundary={GRENS}", deel), (f"multipart/form-data; boundary={GRENS}", deel + f"--{GRENS}--\r\n".encode()),
            (f"multipart/form-data; boundary={GRENS}", bestand + b"x" * 99 + f"\r\n--{GRENS}--\r\n".encode()),
            (f"multipart/form-data; boundary={GRENS}", b"\x00" * 2_000), (f"multipart/form-data; boundary={GRENS}", b""),
            (f"multipart/form-data; boundary={GRENS}", _gecodeerd_deel()),
        )
    )  # fmt: skip
    return Inzending("", velden, inhoudstype=gekozen[0], romp=gekozen[1])


def _gecodeerd_deel() -> bytes:
    kop = f'--{GRENS}\r\nContent-Disposition: form-data; name="tekst"\r\nContent-Transfer-Encoding: base64\r\n\r\n'
    return f"{kop}!!!geen base64\r\n--{GRENS}--\r\n".encode()


def _tekenset(kies: Random, velden: tuple[Veld, ...], vreemd: tuple[str, ...]) -> Inzending:
    soort = kies.choice((URLENCODED, f"multipart/form-data; boundary={GRENS}"))
    deel = f'--{GRENS}\r\nContent-Disposition: form-data; name="tekst"\r\n\r\nx\r\n--{GRENS}--\r\n'.encode()
    return Inzending(
        "", velden, inhoudstype=f"{soort}; charset={kies.choice(TALSETS)}", romp=deel if "multi" in soort else None
    )  # fmt: skip


def _adresvraag(kies: Random, velden: tuple[Veld, ...], vreemd: tuple[str, ...]) -> Inzending:
    """A good form sent to the address with a malformed question behind it."""
    gif = [
        w
        for soort in ("NUL en besturingstekens", "losse surrogaten", "opdrachten", "onmogelijk getal")
        for w in GIF[soort]
    ]
    namen = ("naar", "next", "jaar", "tab", "zaak", "pagina", "q", "sorteer", "soort", "uit")
    vraag = "&".join(f"{kies.choice(namen)}={_pct(kies.choice(gif))}" for _n in range(3))
    return Inzending("", velden, vraag=kies.choice((vraag, f"{vraag}&%ff=%00", "?&&=", vraag)))


def _token(kies: Random, velden: tuple[Veld, ...], vreemd: tuple[str, ...]) -> Inzending:
    """The proof that the form came from a page of ours, missing or made up."""
    waarde = kies.choice(("", "x", "a" * 32, "a" * 64, "\x00" * 64, "é" * 64, b"\xff" * 64))
    return Inzending("", (*velden, ("csrfmiddlewaretoken", waarde)), met_token=True)


Vervorming = Callable[[Random, tuple[Veld, ...], tuple[str, ...]], Inzending]
SOORTEN: dict[str, Vervorming] = {
    **{soort: _gif(soort) for soort in GIF},
    "antwoorden weg": _weglaten,
    "niets of gruis": _niets,
    "dubbele sleutels en lijsten": _dubbel,
    "sleutels van een ander": _vreemde_sleutels,
    "rijen die niet kloppen": _vormset,
    "verborgen velden": _verborgen,
    "te veel": _te_veel,
    "ander soort inhoud": _inhoudstype,
    "andere tekenset": _tekenset,
    "adres met onzin": _adresvraag,
    "zonder geldig token": _token,
}
"""Every way to spoil a form, by its name in the report."""
