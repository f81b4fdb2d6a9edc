"""An auditor who is involved in a zaak does not find it in rows about other work either: who tried it, who looked it up."""

from django.db import migrations

SQL = """
-- `object_id` of what was refused or is without supervision, `op_zaak` of a look at the log. Comparing is done in text: an
-- object may be anything.
ALTER POLICY auditor_leest ON logboek_gebeurtenis USING (
  (SELECT app.heeft_rol('auditor'))
  AND (zaak_id IS NULL OR NOT (zaak_id IN (SELECT app.mijn_uitsluitingen())))
  AND object_id NOT IN (SELECT u::text FROM app.mijn_uitsluitingen() u)
  AND coalesce(bijzonderheden ->> 'op_zaak', '') NOT IN (SELECT u::text FROM app.mijn_uitsluitingen() u));
ALTER POLICY lezen_worker ON logboek_gebeurtenis USING (
  (SELECT app.uid()) IS NULL
  OR (zaak_id IS NULL OR NOT (zaak_id IN (SELECT app.mijn_uitsluitingen())))
     AND object_id NOT IN (SELECT u::text FROM app.mijn_uitsluitingen() u)
     AND coalesce(bijzonderheden ->> 'op_zaak', '') NOT IN (SELECT u::text FROM app.mijn_uitsluitingen() u));
"""


class Migration(migrations.Migration):
    dependencies = [("zaken", "0091_niet_voor_eerder")]
    operations = [migrations.RunSQL(SQL)]
