"""Nobody but its vertrouwenspersoon reaches a casus: no role, no team, no job. Figures are counts per closed quarter."""

from django.db import migrations

REGELS = """
ALTER TABLE vertrouwenspersonen_casus ENABLE ROW LEVEL SECURITY;
REVOKE ALL ON vertrouwenspersonen_casus FROM PUBLIC, jid_web, jid_worker, jid_cijfers;
GRANT SELECT, INSERT, DELETE ON vertrouwenspersonen_casus TO jid_web;
-- A casus never changes hands or number.
GRANT UPDATE (status, voortzetting, kwartaal_eerste_contact, kwartaal_laatste_contact, defensieonderdeel_id,
  personeelscategorie_id, rol_hulpvrager_id, hoofdthema_id, neventhema, aantal_contacten, acties, doorverwezen_naar,
  afloop_id) ON vertrouwenspersonen_casus TO jid_web;

CREATE POLICY eigen_lezen ON vertrouwenspersonen_casus FOR SELECT TO jid_web
  USING (vertrouwenspersoon_id = app.uid() AND (SELECT app.heeft_rol('vertrouwenspersoon')));
CREATE POLICY eigen_toevoegen ON vertrouwenspersonen_casus FOR INSERT TO jid_web
  WITH CHECK (vertrouwenspersoon_id = app.uid() AND (SELECT app.heeft_rol('vertrouwenspersoon')));
CREATE POLICY eigen_wijzigen ON vertrouwenspersonen_casus FOR UPDATE TO jid_web
  USING (vertrouwenspersoon_id = app.uid() AND (SELECT app.heeft_rol('vertrouwenspersoon')))
  WITH CHECK (vertrouwenspersoon_id = app.uid() AND (SELECT app.heeft_rol('vertrouwenspersoon')));
CREATE POLICY eigen_verwijderen ON vertrouwenspersonen_casus FOR DELETE TO jid_web
  USING (vertrouwenspersoon_id = app.uid() AND (SELECT app.heeft_rol('vertrouwenspersoon')));
"""

CODES = """
-- Every id is a code of the list that belongs there, and none is given twice: the hoofdthema is no neventhema.
CREATE FUNCTION app.casus_codes_kloppen() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public AS
$$ DECLARE
  v_fout text;
BEGIN
  SELECT v.lijst INTO v_fout
  FROM (VALUES
    ('defensieonderdeel', ARRAY[NEW.defensieonderdeel_id]),
    ('personeelscategorie', ARRAY[NEW.personeelscategorie_id]),
    ('rol_hulpvrager', ARRAY[NEW.rol_hulpvrager_id]),
    ('thema', NEW.hoofdthema_id || NEW.neventhema),
    ('casusactie', NEW.acties),
    ('doorverwijzing', NEW.doorverwezen_naar),
    ('afloop_casus', array_remove(ARRAY[NEW.afloop_id], NULL))
  ) AS v(lijst, ids)
  WHERE cardinality(v.ids) <> (
    SELECT count(*) FROM codelijsten_code c WHERE c.lijst_id = v.lijst AND c.id = ANY (v.ids))
  LIMIT 1;
  IF FOUND THEN
    RAISE EXCEPTION 'casus holds an id that is no code of list %, or holds one twice', v_fout
      USING ERRCODE = 'check_violation';
  END IF;
  RETURN NEW;
END $$;
REVOKE ALL ON FUNCTION app.casus_codes_kloppen() FROM PUBLIC;
CREATE TRIGGER casus_codes_kloppen BEFORE INSERT OR UPDATE ON vertrouwenspersonen_casus
  FOR EACH ROW EXECUTE FUNCTION app.casus_codes_kloppen();
"""

CIJFERS = """
-- Casussen per closed quarter and theme: counted once, a voortzetting not again. The current quarter stays out,
-- for counts that grow day by day would show a single conversation.
CREATE VIEW app.cijfers_casussen WITH (security_barrier) AS
SELECT left(c.kwartaal_eerste_contact, 4)::integer AS jaar,
       right(c.kwartaal_eerste_contact, 1)::integer AS kwartaal,
       k.code::text AS hoofdthema,
       count(*)::integer AS aantal
FROM public.vertrouwenspersonen_casus c
JOIN public.codelijsten_code k ON k.id = c.hoofdthema_id
WHERE NOT c.voortzetting
  AND c.kwartaal_eerste_contact < to_char(now() AT TIME ZONE 'Europe/Amsterdam', 'YYYY-"K"Q')
GROUP BY 1, 2, 3;
REVOKE ALL ON app.cijfers_casussen FROM PUBLIC;
GRANT SELECT ON app.cijfers_casussen TO jid_cijfers;
"""


class Migration(migrations.Migration):
    dependencies = [
        ("vertrouwenspersonen", "0001_initial"),
        ("codelijsten", "0002_toegang"),
        ("gebruikers", "0002_toegang"),
    ]
    operations = [migrations.RunSQL(REGELS), migrations.RunSQL(CODES), migrations.RunSQL(CIJFERS)]
