"""The team that gets zaken from a file hears of it; who brought the file hears nothing of what was new (ADR 0034)."""

from django.db import migrations

SQL = """
CREATE FUNCTION app.meld_ingelezen(p_invoer uuid, p_team bigint) RETURNS void
LANGUAGE sql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS
$$ WITH lezer AS (
     SELECT l.gebruiker_id, l.is_teamleider FROM gebruikers_lidmaatschap l
     JOIN gebruikers_gebruiker g ON g.id = l.gebruiker_id AND g.is_active
     WHERE l.team_id = p_team AND app.heeft_zaakrol(g.id))
   INSERT INTO berichten_bericht (id, aan_id, soort, object_id, op)
   SELECT gen_random_uuid(), l.gebruiker_id, 'ingelezen', p_invoer, now() FROM lezer l
   WHERE (l.is_teamleider OR NOT EXISTS (SELECT FROM lezer t WHERE t.is_teamleider))
     AND EXISTS (SELECT FROM zaken_invoer i WHERE i.id = p_invoer AND i.aantal > 0) $$;
REVOKE ALL ON FUNCTION app.meld_ingelezen(uuid, bigint) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION app.meld_ingelezen(uuid, bigint) TO jid_worker;
COMMENT ON FUNCTION app.meld_ingelezen IS $uitleg$Tells the leads of a team, or its members when nobody leads it, that new zaken came in from a file.$uitleg$;
"""


class Migration(migrations.Migration):
    dependencies = [("berichten", "0010_toezicht_weg"), ("zaken", "0099_zoek_binnen")]
    operations = [migrations.RunSQL(SQL, "DROP FUNCTION app.meld_ingelezen(uuid, bigint)")]
