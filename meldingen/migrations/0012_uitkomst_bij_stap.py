"""An outcome that belongs to a step stands only there; no action excludes the rest; `meldingen.afronden` says it in words."""

from django.db import migrations

from zaken.register.rijbeveiliging import tegenspraken

EIGEN = "('ingetrokken', 'niet_in_behandeling', 'doorgeleid')"
CODE = "(SELECT c.code FROM codelijsten_code c WHERE c.id = NEW.uitkomst_id)"
REGELS = (
    (
        ("uitkomst_id",),
        f"TG_OP = 'UPDATE' AND NEW.uitkomst_id IS NOT NULL AND {CODE} <> NEW.status"
        f" AND (NEW.status IN {EIGEN} OR {CODE} IN {EIGEN})",
    ),
    (("status",), f"TG_OP = 'UPDATE' AND NEW.status = 'afgehandeld' AND {CODE} IN {EIGEN}"),
)

AFDOENING = """
CREATE FUNCTION app.afdoeningen_kloppen() RETURNS trigger
LANGUAGE plpgsql SET search_path = pg_catalog, public, pg_temp AS
$$ DECLARE v_code text := (SELECT c.code FROM codelijsten_code c WHERE c.id = NEW.code_id);
BEGIN
  IF NOT row_security_active('zaken_zaak') THEN RETURN NULL; END IF;
  IF EXISTS (SELECT FROM meldingen_afdoening a JOIN codelijsten_code c ON c.id = a.code_id
             WHERE a.zaak_id = NEW.zaak_id AND a.id <> NEW.id AND 'geen_actie' IN (c.code, v_code)) THEN
    RAISE EXCEPTION 'no action excludes the rest' USING ERRCODE = 'check_violation';
  END IF;
  -- what stood in a file is what it was there
  IF v_code IN ('doorgeleid_klacht', 'doorgeleid_misstand') AND NOT pg_has_role('jid_worker', 'USAGE')
     AND NOT EXISTS (SELECT FROM meldingen_melding m WHERE m.zaak_ptr_id = NEW.zaak_id
                     AND m.doorgeleid_naar = substr(v_code, length('doorgeleid_') + 1)) THEN
    RAISE EXCEPTION 'the melding did not go there' USING ERRCODE = 'check_violation';
  END IF;
  RETURN NULL;
END $$;
REVOKE ALL ON FUNCTION app.afdoeningen_kloppen() FROM PUBLIC;
CREATE TRIGGER afdoeningen_kloppen AFTER INSERT ON meldingen_afdoening FOR EACH ROW
  EXECUTE FUNCTION app.afdoeningen_kloppen();
"""


class Migration(migrations.Migration):
    dependencies = [("meldingen", "0011_datums_kloppen")]
    operations = [
        migrations.RunSQL(tegenspraken("meldingen_melding", soort="melding", regels=REGELS)),
        migrations.RunSQL(AFDOENING),
    ]
