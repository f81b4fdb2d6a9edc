"""A step stands beside the change of the status itself, from the status that was; who sees no zaak is told nothing else."""

from django.db import migrations

SQL = """
DROP TRIGGER stap_is_gezet ON zaken_statuswijziging;
-- The change of the status stands in the history, which nobody but the database writes; not while the zaak is registered. After
-- the row, so that row security speaks first. As in app.gesloten_vraagt_reden an import and the owner are not asked.
CREATE OR REPLACE FUNCTION app.stap_is_gezet() RETURNS trigger
LANGUAGE plpgsql SET search_path = pg_catalog, public, pg_temp AS
$$ BEGIN
  IF NOT row_security_active('zaken_zaak') OR pg_has_role('jid_worker', 'USAGE') THEN RETURN NULL; END IF;
  IF NOT EXISTS (SELECT FROM zaken_zaak z WHERE z.id = NEW.zaak_id AND z.datum_registratie = now())
     AND (SELECT count(*) FROM zaken_veldwijziging v WHERE v.zaak_id = NEW.zaak_id AND v.rij = NEW.zaak_id::text AND v.veld = 'status'
          AND v.op = now() AND v.soort = 'gewijzigd' AND v.oud = NEW.van AND v.nieuw = NEW.naar)
       < (SELECT count(*) FROM zaken_statuswijziging s WHERE s.zaak_id = NEW.zaak_id AND s.van = NEW.van AND s.naar = NEW.naar
          AND s.op >= now()) THEN  -- this one among them
    RAISE EXCEPTION 'the zaak took no such step now: % to %', NEW.van, NEW.naar USING ERRCODE = 'JID41';
  END IF;
  RETURN NULL;
END $$;
COMMENT ON FUNCTION app.stap_is_gezet() IS
  'A step that the web role writes is one that the status took in the same transaction, and is written once (JID41).';
CREATE TRIGGER stap_is_gezet AFTER INSERT ON zaken_statuswijziging
  FOR EACH ROW EXECUTE FUNCTION app.stap_is_gezet();
"""


class Migration(migrations.Migration):
    dependencies = [("zaken", "0096_rol_die_verviel")]
    operations = [migrations.RunSQL(SQL)]
