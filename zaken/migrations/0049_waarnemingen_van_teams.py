"""A substitution that a team lead set before it knew its teams (0041) covered everything; from now on those teams."""

from django.db import migrations

SQL = """
-- Set by who is no beheerder: the teams that he leads and both are in, as app._bereik says now. None: the substitution ends.
UPDATE zaken_waarneming w SET teams = ARRAY(
  SELECT v.team_id FROM gebruikers_lidmaatschap v
  JOIN gebruikers_lidmaatschap a ON a.team_id = v.team_id AND a.gebruiker_id = w.waarnemer_id
  JOIN gebruikers_lidmaatschap l ON l.team_id = v.team_id AND l.gebruiker_id = w.ingesteld_door_id AND l.is_teamleider
  JOIN gebruikers_team t ON t.id = v.team_id AND t.is_actief
  WHERE v.gebruiker_id = w.voor_id ORDER BY v.team_id)
WHERE w.teams IS NULL AND w.beeindigd_op IS NULL AND w.verloopt_op > now()
  AND NOT EXISTS (SELECT FROM gebruikers_roltoekenning r WHERE r.gebruiker_id = w.ingesteld_door_id AND r.rol = 'beheerder');
UPDATE zaken_waarneming SET beeindigd_op = now() WHERE teams = '{}' AND beeindigd_op IS NULL;
UPDATE zaken_toekenning t SET beeindigd_op = now(), einde = 'waarneming'
FROM zaken_waarneming w JOIN zaken_zaak z ON true
WHERE w.id = t.waarneming_id AND z.id = t.content_object_id AND t.beeindigd_op IS NULL AND w.teams IS NOT NULL
  AND NOT coalesce(z.team_id = ANY (w.teams), false);
"""


class Migration(migrations.Migration):
    dependencies = [("zaken", "0048_redenen_van_de_kring")]
    operations = [migrations.RunSQL(SQL, migrations.RunSQL.noop)]
