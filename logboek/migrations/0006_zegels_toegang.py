"""Seals: written by the worker, read by an auditor, changed by nobody. And events that only a named job writes."""

from django.db import migrations

SQL = """
ALTER TABLE logboek_zegel ENABLE ROW LEVEL SECURITY;
ALTER TABLE logboek_zegelregel ENABLE ROW LEVEL SECURITY;
GRANT SELECT, INSERT ON logboek_zegel, logboek_zegelregel TO jid_worker;
GRANT SELECT ON logboek_zegel, logboek_zegelregel TO jid_web;
CREATE POLICY lezen_worker ON logboek_zegel FOR SELECT TO jid_worker USING (true);
CREATE POLICY toevoegen_worker ON logboek_zegel FOR INSERT TO jid_worker WITH CHECK (true);
CREATE POLICY lezen_worker ON logboek_zegelregel FOR SELECT TO jid_worker USING (true);
CREATE POLICY toevoegen_worker ON logboek_zegelregel FOR INSERT TO jid_worker WITH CHECK (true);
CREATE POLICY auditor_leest ON logboek_zegel FOR SELECT TO jid_web USING ((SELECT app.heeft_rol('auditor')));
CREATE POLICY auditor_leest ON logboek_zegelregel FOR SELECT TO jid_web USING ((SELECT app.heeft_rol('auditor')));
ALTER TABLE logboek_zegel ADD CONSTRAINT zegel_maten CHECK (nummer > 0 AND aantal > 0
  AND octet_length(wortel) = 32 AND octet_length(vorige) = 32);

-- Restrictive: whatever other policies allow. These describe what a job did, not what a user did.
CREATE POLICY alleen_een_taak ON logboek_gebeurtenis AS RESTRICTIVE FOR INSERT TO jid_web WITH CHECK (
  soort NOT IN ('logboek_gecontroleerd', 'sleutels_geroteerd', 'backup_gemaakt', 'hersteld'));

-- As app.noteer, about one zaak: for checked functions whose caller does not see the zaak (noodtoegang).
CREATE FUNCTION app.noteer_zaak(p_soort text, p_zaak uuid, p_object text, p_bijzonderheden jsonb) RETURNS void
LANGUAGE sql VOLATILE SET search_path = pg_catalog, public, pg_temp AS
$$ INSERT INTO logboek_gebeurtenis (id, tijdstip, soort, door_id, zaak_id, object_id, bijzonderheden)
   VALUES (gen_random_uuid(), clock_timestamp(), p_soort, app.uid(), p_zaak, p_object, p_bijzonderheden) $$;
REVOKE ALL ON FUNCTION app.noteer_zaak(text, uuid, text, jsonb) FROM PUBLIC;
"""

TERUG = """
DROP FUNCTION app.noteer_zaak(text, uuid, text, jsonb);
DROP POLICY alleen_een_taak ON logboek_gebeurtenis;
"""


class Migration(migrations.Migration):
    dependencies = [("logboek", "0005_zegels"), ("gebruikers", "0002_toegang")]
    operations = [migrations.RunSQL(SQL, TERUG)]
