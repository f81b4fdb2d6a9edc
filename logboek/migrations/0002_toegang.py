"""Append-only by REVOKE. Auditors read; everybody may only add a row in their own name."""

from django.db import migrations

SQL = """
ALTER TABLE logboek_gebeurtenis ENABLE ROW LEVEL SECURITY;
GRANT INSERT, SELECT ON logboek_gebeurtenis TO jid_web;
GRANT INSERT, SELECT ON logboek_gebeurtenis TO jid_worker;
CREATE POLICY toevoegen ON logboek_gebeurtenis FOR INSERT TO jid_web
  WITH CHECK ((door_id IS NOT DISTINCT FROM app.uid() OR door_id IS NULL) AND soort <> 'casus_dag');
CREATE POLICY auditor_leest ON logboek_gebeurtenis FOR SELECT TO jid_web USING ((SELECT app.heeft_rol('auditor')));
CREATE POLICY toevoegen_worker ON logboek_gebeurtenis FOR INSERT TO jid_worker WITH CHECK (true);
CREATE POLICY lezen_worker ON logboek_gebeurtenis FOR SELECT TO jid_worker USING (true);

-- Casussen leave one coarse row: user and day, at midnight, once; never a number, never a minute.
CREATE FUNCTION app.noteer_casusdag(p_gebruiker bigint) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public AS
$$ BEGIN
  PERFORM app.eis_huidige(p_gebruiker);
  INSERT INTO logboek_gebeurtenis (id, tijdstip, soort, door_id, zaak_id, object_id, bijzonderheden)
  VALUES (md5('casus_dag|' || p_gebruiker || '|' || (now() AT TIME ZONE 'Europe/Amsterdam')::date)::uuid,
          date_trunc('day', now(), 'Europe/Amsterdam'), 'casus_dag', p_gebruiker, NULL, '', '{}')
  ON CONFLICT (id) DO NOTHING;
END $$;
REVOKE ALL ON FUNCTION app.noteer_casusdag(bigint) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION app.noteer_casusdag(bigint) TO jid_web;
"""


class Migration(migrations.Migration):
    dependencies = [("logboek", "0001_initial"), ("gebruikers", "0002_toegang")]
    operations = [migrations.RunSQL(SQL)]
