"""Many zaken at once: fetch the user's grants once per statement; one zaak that is changed: probe."""

from django.db import migrations

SQL = """
-- A probe per row (EXISTS) looks dear to the planner, who then sorts all 7,000 zaken of a user to show the first fifty.
-- Whoever locks or changes a row has one: that policy (wijzigen) keeps the probe.
ALTER POLICY zien ON zaken_zaak USING ((
     (team_id = ANY (nullif(current_setting('app.teams', true), '')::bigint[])
      AND team_id IN (SELECT app.mijn_zaakteams()) AND NOT verzegeld)
  OR (gebruikers && ARRAY[app.uid()]
      AND id IN (SELECT t.zaak_id FROM app.eigen_toekenningen t)))
  AND NOT (id IN (SELECT app.mijn_uitsluitingen())));
"""


class Migration(migrations.Migration):
    dependencies = [("zaken", "0023_onbehandeld_op_termijn")]
    operations = [migrations.RunSQL(SQL)]
