"""Dutch words for dates and numbers (B1), without locale and without a clock."""

from datetime import date

MAANDEN = (
    "januari", "februari", "maart", "april", "mei", "juni",
    "juli", "augustus", "september", "oktober", "november", "december",
)  # fmt: skip
WEEKDAGEN = ("maandag", "dinsdag", "woensdag", "donderdag", "vrijdag", "zaterdag", "zondag")
TELWOORDEN = (
    "nul", "een", "twee", "drie", "vier", "vijf", "zes",
    "zeven", "acht", "negen", "tien", "elf", "twaalf",
)  # fmt: skip


def dag_en_maand(dag: date) -> str:
    """`27 december`."""
    return f"{dag.day} {MAANDEN[dag.month - 1]}"


def voluit(dag: date) -> str:
    """`27 december 2024`."""
    return f"{dag_en_maand(dag)} {dag.year}"


def met_weekdag(dag: date) -> str:
    """`vrijdag 27 december 2024`."""
    return f"{WEEKDAGEN[dag.weekday()]} {voluit(dag)}"


def telwoord(aantal: int) -> str:
    """Numbers up to twelve in words, the others in digits with a point: `zes`, `21`, `1.234`."""
    if 0 <= aantal < len(TELWOORDEN):
        return TELWOORDEN[aantal]
    return f"{aantal:,}".replace(",", ".")


def dagen(aantal: int) -> str:
    """`1 dag`, `4 dagen`, `1.234 dagen`: always digits."""
    cijfers = f"{aantal:,}".replace(",", ".")
    return f"{cijfers} dag" if aantal == 1 else f"{cijfers} dagen"


def beginhoofdletter(zin: str) -> str:
    """Upper-case the first character only (`str.capitalize` would lower the rest)."""
    return zin[:1].upper() + zin[1:]


def in_woorden(datum: date, vandaag: date) -> str:
    """How far away `datum` is on `vandaag`, as the work lists say it.

    `Nog 4 dagen, uiterlijk maandag 25 november 2024` · `Morgen` · `Vandaag` · `3 dagen te laat`.
    """
    over = (datum - vandaag).days
    if over == 0:
        return "Vandaag"
    if over == 1:
        return "Morgen"
    if over > 1:
        return f"Nog {dagen(over)}, uiterlijk {met_weekdag(datum)}"
    return f"{dagen(-over)} te laat"
