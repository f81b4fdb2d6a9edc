"""A substitution holds for what its setter was when it was set, not for what that person is now (0049 asked the latter)."""

from django.db import migrations

SQL = """
-- Beheerder then: before the first change of roles that followed, or now when none did. What a beheerder set covers everything;
-- what a team lead set before it knew its teams (0041), the teams that lead and both are in: none, then it ends.
WITH toen AS (
  SELECT w.id, coalesce(
    (SELECT g.bijzonderheden -> 'van' ? 'beheerder' FROM logboek_gebeurtenis g
     WHERE g.soort = 'rollen_gewijzigd' AND g.object_id = w.ingesteld_door_id::text AND g.tijdstip > w.ingesteld_op
     ORDER BY g.tijdstip LIMIT 1),
    EXISTS (SELECT FROM gebruikers_roltoekenning r WHERE r.gebruiker_id = w.ingesteld_door_id AND r.rol = 'beheerder')) AS beheerder
  FROM zaken_waarneming w WHERE w.verloopt_op > now())
UPDATE zaken_waarneming w SET
  beeindigd_op = CASE WHEN NOT t.beheerder THEN w.beeindigd_op END,
  teams = CASE WHEN NOT t.beheerder THEN ARRAY(
    SELECT v.team_id FROM gebruikers_lidmaatschap v
    JOIN gebruikers_lidmaatschap a ON a.team_id = v.team_id AND a.gebruiker_id = w.waarnemer_id
    JOIN gebruikers_lidmaatschap l ON l.team_id = v.team_id AND l.gebruiker_id = w.ingesteld_door_id AND l.is_teamleider
    JOIN gebruikers_team m ON m.id = v.team_id AND m.is_actief
    WHERE v.gebruiker_id = w.voor_id ORDER BY v.team_id) END
FROM toen t WHERE t.id = w.id AND CASE WHEN t.beheerder
  THEN w.teams IS NOT NULL AND (w.beeindigd_op IS NULL OR (w.teams = '{}' AND w.beeindigd_door_id IS NULL AND NOT EXISTS (
    SELECT FROM zaken_waarneming n WHERE n.voor_id = w.voor_id AND n.beeindigd_op IS NULL)))
  ELSE w.teams IS NULL AND w.beeindigd_op IS NULL END;
UPDATE zaken_waarneming SET beeindigd_op = now() WHERE teams = '{}' AND beeindigd_op IS NULL;
UPDATE zaken_toekenning t SET beeindigd_op = now(), einde = 'waarneming'
FROM zaken_waarneming w JOIN zaken_zaak z ON true
WHERE w.id = t.waarneming_id AND z.id = t.content_object_id AND t.beeindigd_op IS NULL AND w.teams IS NOT NULL
  AND NOT coalesce(z.team_id = ANY (w.teams), false);
SELECT app._geef_waar(w.id, z.id) FROM zaken_waarneming w JOIN zaken_zaak z ON z.behandelaar_id = w.voor_id
WHERE w.teams IS NULL AND w.beeindigd_op IS NULL AND w.verloopt_op > now() AND z.geannuleerd_op IS NULL;
"""


class Migration(migrations.Migration):
    dependencies = [("zaken", "0055_alsnog_uitgesloten")]
    operations = [migrations.RunSQL(SQL, migrations.RunSQL.noop)]
