"""The norms and equated days that every installation starts with; valid since always."""

from datetime import date

from django.db import migrations

_ZOALS_MISSTAND = "Eigen norm, zoals bij een vermoeden van misstand"
_LEZING = "Eigen lezing van Awb 9:11, tweede lid"
_STILSTAND = "Eigen norm: een opschorting stopt deze termijn niet"
NORMEN = (
    ("melding_ontvangstbevestiging", [7], "dagen", _ZOALS_MISSTAND),
    ("melding_terugkoppeling", [3], "maanden", _ZOALS_MISSTAND),
    ("misstand_bevindingen", [12], "weken", "Eigen norm, naar een oudere regel van Defensie"),
    ("klacht_ontvangstbevestiging", [7], "dagen", "Eigen norm: Awb 9:6 noemt geen aantal dagen"),
    ("klacht_buiten_awb", [6], "weken", "Eigen norm: Awb 9:2 noemt geen termijn"),
    ("klacht_buiten_awb_met_commissie", [10], "weken", "Eigen norm: Awb 9:2 noemt geen termijn"),
    ("verdaging_voor_afloop", [1], "ja_nee", _LEZING),
    ("verdaging_eenmalig", [1], "ja_nee", _LEZING),
    ("onderzoek_rapport", [12], "weken", "Eigen norm"),
    ("nazorg_maanden", [3, 6, 12], "maanden", "Eigen norm"),
    ("stilstand_melding_terugkoppeling", [0], "ja_nee", _STILSTAND),
    ("stilstand_misstand_bevindingen", [0], "ja_nee", _STILSTAND),
    ("stilstand_onderzoek_rapport", [0], "ja_nee", _STILSTAND),
)

_KB_2017_2019 = "Koninklijk besluit van 24 oktober 2016, nr. 2016001827 (BWBR0038666)"
_KB_2020_2022 = "Koninklijk besluit voor 2020 tot en met 2022 (alleen deze dag is opgenomen)"
_KB_2023_2025 = (
    "Besluit gelijkstelling van 28 april 2023, 19 mei 2023, 10 mei 2024, 27 december 2024 en 30 mei 2025 "
    "met een algemeen erkende feestdag"
)
_KB_2026_2028 = (
    "Besluit gelijkstelling van 2 januari 2026, 15 mei 2026, 7 mei 2027, 28 april 2028 en 26 mei 2028 "
    "met een algemeen erkende feestdag"
)
DAGEN = (
    (_KB_2017_2019, "2017-04-28 2017-05-26 2018-05-11 2018-12-24 2018-12-31 2019-05-31 2019-12-27"),
    (_KB_2020_2022, "2022-05-27"),
    (_KB_2023_2025, "2023-04-28 2023-05-19 2024-05-10 2024-12-27 2025-05-30"),
    (_KB_2026_2028, "2026-01-02 2026-05-15 2027-05-07 2028-04-28 2028-05-26"),
)


def vul(apps, schema_editor):
    apps.get_model("zaken", "Norm").objects.bulk_create(
        apps.get_model("zaken", "Norm")(code=code, getallen=getallen, eenheid=eenheid, bron=bron)
        for code, getallen, eenheid, bron in NORMEN
    )
    GelijkgesteldeDag = apps.get_model("zaken", "GelijkgesteldeDag")
    GelijkgesteldeDag.objects.bulk_create(
        GelijkgesteldeDag(dag=date.fromisoformat(dag), bron=bron) for bron, dagen in DAGEN for dag in dagen.split()
    )


class Migration(migrations.Migration):
    dependencies = [("zaken", "0005_termijninstellingen_toegang")]
    operations = [migrations.RunPython(vul, migrations.RunPython.noop)]
