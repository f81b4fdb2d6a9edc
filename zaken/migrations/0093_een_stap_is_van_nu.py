"""A step or a note of the web role is of now, and a step is the one that was taken: the klachten are counted from steps."""

from django.db import migrations

SQL = """
CREATE FUNCTION app.moment_is_nu() RETURNS trigger
LANGUAGE plpgsql SET search_path = pg_catalog, public, pg_temp AS
$$ BEGIN
  IF current_user = 'jid_web' THEN NEW.op := clock_timestamp(); END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER moment_is_nu BEFORE INSERT ON zaken_notitie FOR EACH ROW EXECUTE FUNCTION app.moment_is_nu();
CREATE TRIGGER moment_is_nu BEFORE INSERT ON zaken_statuswijziging FOR EACH ROW EXECUTE FUNCTION app.moment_is_nu();

-- As the web role itself: it sees the zaak, or may not write the step.
CREATE FUNCTION app.stap_is_gezet() RETURNS trigger
LANGUAGE plpgsql SET search_path = pg_catalog, public, pg_temp AS
$$ DECLARE v_status text; v_vorige text;
BEGIN
  IF current_user <> 'jid_web' THEN RETURN NEW; END IF;
  SELECT coalesce(m.status, k.status, v.status, o.status) INTO v_status FROM zaken_zaak z
  LEFT JOIN meldingen_melding m ON m.zaak_ptr_id = z.id LEFT JOIN klachten_klacht k ON k.zaak_ptr_id = z.id
  LEFT JOIN misstanden_misstand v ON v.zaak_ptr_id = z.id LEFT JOIN onderzoeken_onderzoek o ON o.zaak_ptr_id = z.id
  WHERE z.id = NEW.zaak_id;
  SELECT s.naar INTO v_vorige FROM zaken_statuswijziging s WHERE s.zaak_id = NEW.zaak_id ORDER BY s.op DESC LIMIT 1;
  IF NEW.naar IS DISTINCT FROM v_status OR NEW.naar = v_vorige THEN
    RAISE EXCEPTION 'this step was not taken' USING ERRCODE = 'check_violation';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER stap_is_gezet BEFORE INSERT ON zaken_statuswijziging FOR EACH ROW EXECUTE FUNCTION app.stap_is_gezet();
REVOKE ALL ON FUNCTION app.moment_is_nu(), app.stap_is_gezet() FROM PUBLIC;
"""
UITLEG = {
    "moment_is_nu": "What the web role adds to the course of a zaak has the moment of the database.",
    "stap_is_gezet": "A step that the web role writes leads to the status that the zaak has, where the last one did not.",
}


class Migration(migrations.Migration):
    dependencies = [("zaken", "0092_logboek_van_wie_het_gaat")]
    operations = [
        migrations.RunSQL(SQL),
        migrations.RunSQL(
            [f"COMMENT ON FUNCTION app.{naam} IS $uitleg${tekst}$uitleg$" for naam, tekst in UITLEG.items()],
            migrations.RunSQL.noop,
        ),
    ]
