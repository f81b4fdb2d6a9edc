"""A user sends only what users tell each other: about a zaak. What the database says itself, nobody can say before it."""

from django.db import migrations

SQL = """
CREATE OR REPLACE FUNCTION app.bericht(p_id uuid, p_aan bigint, p_soort text, p_zaak uuid, p_object uuid) RETURNS void
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS
$$ BEGIN
  IF app.uid() IS NULL OR p_zaak IS NULL OR NOT coalesce(app.ziet_zaak(p_zaak), false)
     OR p_soort NOT IN ('toegewezen', 'gedeeld', 'ontzegeling_gevraagd') THEN
    RAISE EXCEPTION 'a message comes from somebody who sees the zaak' USING ERRCODE = 'JID01';
  END IF;
  INSERT INTO berichten_bericht (id, aan_id, soort, zaak_id, object_id, op)
  SELECT p_id, g.id, p_soort, p_zaak, p_object, now() FROM gebruikers_gebruiker g
  WHERE g.id = p_aan AND g.is_active AND g.id <> app.uid();
END $$;
"""


class Migration(migrations.Migration):
    dependencies = [("berichten", "0005_afgehandeld")]
    operations = [migrations.RunSQL(SQL)]
