"""The oordeel over the whole klacht does not contradict those over its parts."""

from django.db import migrations

SQL = """
-- `klachten.oordelen.tegenspraak`, the other way round; a test compares them for every combination.
CREATE FUNCTION app.oordeel_past(p_geheel text, p_delen text[]) RETURNS boolean
LANGUAGE sql IMMUTABLE SET search_path = pg_catalog, public, pg_temp AS
$$ SELECT CASE
  WHEN p_geheel IN ('ongegrond', 'kennelijk_ongegrond') THEN NOT p_delen && '{gegrond,deels_gegrond}'
  WHEN p_geheel = 'gegrond' THEN NOT p_delen && '{ongegrond,kennelijk_ongegrond,deels_gegrond}'
  WHEN p_geheel = 'deels_gegrond' THEN p_delen = '{}' OR '' = ANY (p_delen)
    OR (p_delen && '{gegrond,deels_gegrond}' AND NOT p_delen <@ '{gegrond}')
  WHEN p_geheel = 'geen_oordeel' THEN NOT p_delen && '{gegrond,deels_gegrond,ongegrond,kennelijk_ongegrond}'
  ELSE true END $$;
REVOKE ALL ON FUNCTION app.oordeel_past(text, text[]) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION app.oordeel_past(text, text[]) TO jid_web;

-- Asked when the oordeel over the whole changes and at the steps that rest on it; a part may change before the whole follows.
CREATE FUNCTION app.klacht_oordeel_past() RETURNS trigger
LANGUAGE plpgsql SET search_path = pg_catalog, public, pg_temp AS
$$ BEGIN
  IF NOT app.oordeel_past(
    (SELECT c.code FROM codelijsten_code c WHERE c.id = NEW.oordeel_id),
    ARRAY(SELECT coalesce(c.code, '') FROM klachten_klachtonderdeel d LEFT JOIN codelijsten_code c ON c.id = d.oordeel_id
          WHERE d.zaak_id = NEW.zaak_ptr_id)) THEN
    RAISE EXCEPTION 'the oordeel over the whole contradicts a part' USING ERRCODE = 'check_violation';
  END IF;
  RETURN NEW;
END $$;
REVOKE ALL ON FUNCTION app.klacht_oordeel_past() FROM PUBLIC;
CREATE TRIGGER klacht_oordeel_past BEFORE UPDATE OF oordeel_id, status ON klachten_klacht FOR EACH ROW
  WHEN (NEW.oordeel_id IS NOT NULL AND (NEW.oordeel_id IS DISTINCT FROM OLD.oordeel_id
        OR (NEW.status <> OLD.status AND NEW.status IN ('oordeel', 'afgehandeld'))))
  EXECUTE FUNCTION app.klacht_oordeel_past();
"""


class Migration(migrations.Migration):
    dependencies = [("klachten", "0009_na_sluiting")]
    operations = [migrations.RunSQL(SQL)]
