"""Who asked to take a seal off is told what was decided, and nobody is asked any more; by the database."""

from django.db import migrations

SQL = """
CREATE FUNCTION app.meld_ontzegeling() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS
$$ BEGIN
  UPDATE berichten_bericht SET gelezen_op = coalesce(gelezen_op, now()), afgehandeld_op = now()
  WHERE soort = 'ontzegeling_gevraagd' AND zaak_id = NEW.zaak_id AND afgehandeld_op IS NULL;
  IF NEW.besluit IN ('akkoord', 'geweigerd') THEN
    INSERT INTO berichten_bericht (id, aan_id, soort, zaak_id, op)
    SELECT gen_random_uuid(), g.id, CASE NEW.besluit WHEN 'akkoord' THEN 'ontzegeling_akkoord' ELSE 'ontzegeling_geweigerd' END,
           NEW.zaak_id, now()
    FROM gebruikers_gebruiker g WHERE g.id = NEW.gevraagd_door_id AND g.is_active;
  END IF;
  RETURN NULL;
END $$;
CREATE TRIGGER meld_ontzegeling AFTER UPDATE OF besluit ON zaken_ontzegeling FOR EACH ROW
WHEN (OLD.besluit = '' AND NEW.besluit <> '') EXECUTE FUNCTION app.meld_ontzegeling();
REVOKE ALL ON FUNCTION app.meld_ontzegeling() FROM PUBLIC;

UPDATE berichten_bericht b SET gelezen_op = coalesce(b.gelezen_op, now()), afgehandeld_op = now()
WHERE b.soort = 'ontzegeling_gevraagd'
  AND NOT EXISTS (SELECT FROM zaken_ontzegeling o WHERE o.zaak_id = b.zaak_id AND o.besluit = '');
"""


class Migration(migrations.Migration):
    dependencies = [("berichten", "0007_oordeel_over_noodtoegang"), ("zaken", "0075_ontzegeling_weigeren")]
    operations = [migrations.RunSQL(SQL)]
