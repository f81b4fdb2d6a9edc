"""Reminders of terms: who sets when they come, and the function with which the worker makes them."""

from datetime import date

from django.db import migrations

DAGEN = {
    "melding_ontvangstbevestiging": 2,
    "melding_terugkoppeling": 14,
    "misstand_ontvangstbevestiging": 2,
    "misstand_terugkoppeling": 14,
    "misstand_bevindingen": 14,
    "klacht_ontvangstbevestiging": 2,
    "klacht_niet_in_behandeling": 7,
    "klacht_oordeel": 14,
    "klacht_ombudsman": 0,
    "onderzoek_rapport": 14,
    "nazorg": 7,
}
"""Our own choice; a beheerder sets others."""

SQL = """
ALTER TABLE zaken_herinnering ENABLE ROW LEVEL SECURITY;
CREATE POLICY lezen ON zaken_herinnering FOR SELECT TO jid_web, jid_worker USING (true);
CREATE POLICY toevoegen ON zaken_herinnering FOR INSERT TO jid_web WITH CHECK (app.heeft_rol('beheerder'));
CREATE POLICY wijzigen ON zaken_herinnering FOR UPDATE TO jid_web
  USING (app.heeft_rol('beheerder')) WITH CHECK (app.heeft_rol('beheerder'));
GRANT SELECT ON zaken_herinnering TO jid_web, jid_worker;
GRANT INSERT ON zaken_herinnering TO jid_web;
GRANT UPDATE (dagen) ON zaken_herinnering TO jid_web;
GRANT USAGE ON SEQUENCE zaken_herinnering_id_seq TO jid_web;

-- One message per person, term and last day, however often it runs; whether it can be read is asked on reading.
CREATE FUNCTION app.herinner(p_vandaag date, p_codes text[], p_dagen int[]) RETURNS integer
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS
$$ DECLARE v_aantal integer;
BEGIN
  INSERT INTO berichten_bericht (id, aan_id, soort, zaak_id, object_id, dag, op)
  SELECT gen_random_uuid(), w.aan, 'termijn', t.zaak_id, t.id, t.werkdatum, now()
  FROM unnest(p_codes, p_dagen) AS n(code, dagen)
  JOIN zaken_termijn t ON t.code = n.code AND t.werkdatum BETWEEN p_vandaag AND p_vandaag + n.dagen
    AND t.voldaan_op IS NULL AND NOT t.vervallen AND NOT t.is_indicatie
  JOIN zaken_zaak z ON z.id = t.zaak_id AND z.geannuleerd_op IS NULL
  CROSS JOIN LATERAL (
    SELECT z.behandelaar_id AS aan WHERE z.behandelaar_id IS NOT NULL
    UNION ALL
    SELECT l.gebruiker_id FROM gebruikers_lidmaatschap l
    WHERE z.behandelaar_id IS NULL AND NOT z.verzegeld AND l.team_id = z.team_id AND l.is_teamleider) w
  JOIN gebruikers_gebruiker g ON g.id = w.aan AND g.is_active
  ON CONFLICT DO NOTHING;
  GET DIAGNOSTICS v_aantal = ROW_COUNT;
  RETURN v_aantal;
END $$;
REVOKE ALL ON FUNCTION app.herinner(date, text[], int[]) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION app.herinner(date, text[], int[]) TO jid_worker;
"""
TERUG = "DROP FUNCTION app.herinner(date, text[], int[]);"


def vul(apps, schema_editor):
    Herinnering = apps.get_model("zaken", "Herinnering")
    Herinnering.objects.bulk_create(
        Herinnering(code=code, dagen=dagen, geldig_van=date(2000, 1, 1)) for code, dagen in DAGEN.items()
    )


class Migration(migrations.Migration):
    dependencies = [("zaken", "0032_herinneringen"), ("berichten", "0002_toegang")]
    operations = [migrations.RunSQL(SQL, TERUG), migrations.RunPython(vul, migrations.RunPython.noop)]
