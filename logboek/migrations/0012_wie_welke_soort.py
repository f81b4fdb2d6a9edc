"""Which kinds of event a role may write, by name: the rest is the database's own, or the owner's. Deny by default.

Lists of what a role may not write grew with each kind, and missed some: the web role could say that a dossier was
destroyed, the worker that roles had changed. tests/logboek/test_wie_schrijft.py compares both with the code.
"""

from django.db import migrations

SQL = """
DROP POLICY akkoord_door_een_functie ON logboek_gebeurtenis;
DROP POLICY alleen_een_functie ON logboek_gebeurtenis;
DROP POLICY alleen_een_taak ON logboek_gebeurtenis;
DROP POLICY lezer_gekozen_door_databank ON logboek_gebeurtenis;
DROP POLICY opgeruimd_door_een_taak ON logboek_gebeurtenis;
DROP POLICY opvolger_gekozen_door_databank ON logboek_gebeurtenis;
DROP POLICY telling_door_een_functie ON logboek_gebeurtenis;
DROP POLICY vier_ogen_door_databank ON logboek_gebeurtenis;
DROP POLICY worker_verzint_niets ON logboek_gebeurtenis;
DROP POLICY zonder_lezer_door_databank ON logboek_gebeurtenis;
DROP POLICY zonder_toezicht_door_databank ON logboek_gebeurtenis;

ALTER POLICY toevoegen ON logboek_gebeurtenis WITH CHECK (
  (door_id IS NOT DISTINCT FROM app.uid() OR (door_id IS NULL AND soort = 'aanmelden_mislukt'))
  AND soort IN (
    'ingezien', 'afgedrukt', 'lezers_getoond', 'lijst_getoond', 'gezocht', 'persoon_gezocht', 'geweigerd',
    'geregistreerd', 'gewijzigd', 'geannuleerd', 'status_gewijzigd', 'toegewezen', 'toegang_verleend', 'uitgesloten',
    'uitsluiting_opgeheven', 'accounts_vergeleken', 'verzegeld', 'notitie_toegevoegd', 'persoon_toegevoegd',
    'persoon_gewijzigd', 'persoon_verwijderd', 'termijnregel_gewijzigd', 'signaal_vastgelegd', 'signaal_ingezien',
    'signaal_geannuleerd', 'signaal_werd_zaak', 'doorgeleid', 'doorgeleiding_ongedaan', 'gekoppeld', 'ontkoppeld',
    'waarneming_ingesteld', 'waarneming_beeindigd', 'toegang_herzien', 'geexporteerd', 'bestand_gebracht',
    'bestand_weggegooid', 'aangemeld', 'afgemeld', 'aanmelden_mislukt', 'herbevestigd', 'logboek_geraadpleegd',
    'logboek_geexporteerd')
  AND (zaak_id IS NULL OR app.ziet_zaak(zaak_id)
       OR (soort IN ('ingezien', 'afgedrukt', 'geexporteerd')
           AND zaak_id IN (SELECT n.zaak_id FROM app.eigen_noodtoegangen n)
           AND NOT zaak_id IN (SELECT app.mijn_uitsluitingen()))));

ALTER POLICY toevoegen_worker ON logboek_gebeurtenis WITH CHECK (
  zaak_id IS NULL
  AND soort IN ('geimporteerd', 'bestand_weggegooid', 'logboek_geexporteerd', 'logboek_gecontroleerd'));
"""


class Migration(migrations.Migration):
    dependencies = [
        ("logboek", "0011_uitleg_van_functies"),
        ("gebruikers", "0031_uitleg_van_functies"),
        ("zaken", "0090_wat_een_signaal_was"),
        ("vertrouwenspersonen", "0010_uitleg_van_functies"),
    ]
    operations = [migrations.RunSQL(SQL)]
