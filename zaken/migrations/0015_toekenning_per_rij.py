"""Ask for one zaak whether it was granted, instead of fetching every grant of the user in each statement.

A user with 7,000 grants waited 19 ms longer for a detail page: each policy on the way fetched all of them again.
"""

from django.db import migrations

WEERGAVE = """
-- What app.mijn_zaken() answers, as a view that the planner can look into: for one row it probes the index, for many it
-- fetches the set once. It reads as its owner; the table under it stays closed. Empty hides rows, it never shows them.
CREATE VIEW app.eigen_toekenningen WITH (security_barrier) AS
  SELECT t.content_object_id AS zaak_id, t.user_id AS gebruiker_id FROM public.zaken_toekenning t
  WHERE t.user_id = app.uid() AND t.beeindigd_op IS NULL AND (t.verloopt_op IS NULL OR t.verloopt_op > now())
    AND (SELECT app.heeft_zaakrol());
GRANT SELECT ON app.eigen_toekenningen TO jid_web;
"""

_ZIET = """((
     (team_id = ANY (nullif(current_setting('app.teams', true), '')::bigint[])
      AND team_id IN (SELECT app.mijn_zaakteams()) AND NOT verzegeld)
  OR (gebruikers && ARRAY[app.uid()]
      AND EXISTS (SELECT FROM app.eigen_toekenningen t WHERE t.zaak_id = id)))
  AND NOT (id IN (SELECT app.mijn_uitsluitingen())))"""

BELEID = f"""
ALTER POLICY zien ON zaken_zaak USING {_ZIET};
ALTER POLICY wijzigen ON zaken_zaak USING {_ZIET};
"""

EEN_ZAAK = """
-- One zaak, the plain definition without hints; for the checked functions and the policy of the log.
CREATE OR REPLACE FUNCTION app.ziet_zaak(p_zaak uuid) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS
$$ SELECT app.heeft_zaakrol() AND EXISTS (
     SELECT FROM zaken_zaak z WHERE z.id = p_zaak
       AND ((NOT z.verzegeld AND z.team_id IN (SELECT app.mijn_zaakteams()))
            OR EXISTS (SELECT FROM zaken_toekenning t WHERE t.user_id = app.uid() AND t.content_object_id = z.id
                       AND t.beeindigd_op IS NULL AND (t.verloopt_op IS NULL OR t.verloopt_op > now())))
       AND NOT EXISTS (SELECT FROM zaken_uitsluiting u WHERE u.gebruiker_id = app.uid() AND u.zaak_id = z.id)) $$;
DROP FUNCTION app.zaken_van(bigint);
"""


class Migration(migrations.Migration):
    dependencies = [("zaken", "0014_smalle_zaakrij")]
    operations = [migrations.RunSQL(sql) for sql in (WEERGAVE, BELEID, EEN_ZAAK)]
