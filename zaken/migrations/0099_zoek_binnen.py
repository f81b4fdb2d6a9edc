"""Words within the zaken of somebody who was looked up are found in the index too, not by reading all of those."""

from django.db import migrations

SQL = """
CREATE FUNCTION app.zoek_binnen(p_zaken uuid[], p_tokens bigint[]) RETURNS SETOF uuid
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS
$$ SELECT z.id FROM unnest(p_zaken) AS k JOIN zaken_zaak z ON z.id = k
   WHERE cardinality(p_tokens) > 0
     AND EXISTS (SELECT FROM zaken_zoekindex i WHERE i.zaak_id = z.id AND i.tokens @> p_tokens OFFSET 0)
     AND (SELECT app.heeft_zaakrol())
     AND ((NOT z.verzegeld AND z.team_id IN (SELECT app.mijn_zaakteams())) OR z.id IN (SELECT app.mijn_zaken()))
     AND NOT (z.id IN (SELECT app.mijn_uitsluitingen())) $$;
REVOKE ALL ON FUNCTION app.zoek_binnen(uuid[], bigint[]) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION app.zoek_binnen(uuid[], bigint[]) TO jid_web;
COMMENT ON FUNCTION app.zoek_binnen(uuid[], bigint[]) IS 'Which of these zaken, that one sees, hold all these words.';
"""


class Migration(migrations.Migration):
    dependencies = [("zaken", "0098_meelezen_ontzegelt_niet")]
    operations = [migrations.RunSQL(SQL)]
