"""Who changes a label asks a second person, and the log keeps what it was (ADR 0018)."""

from django.db import migrations

SQL = """
-- The label goes by the functions below; the rest of a row stays with the table.
REVOKE UPDATE ON codelijsten_code FROM jid_web;
GRANT UPDATE (toelichting, toelichting_en, geldig_van, geldig_tot, opvolger_id) ON codelijsten_code TO jid_web;

CREATE FUNCTION app._zet_label(p_code bigint, p_was text, p_was_en text, p_label text, p_label_en text) RETURNS void
LANGUAGE plpgsql SET search_path = pg_catalog, public, pg_temp AS
$$ DECLARE v codelijsten_code;
BEGIN
  SELECT * INTO v FROM codelijsten_code WHERE id = p_code FOR UPDATE;
  IF NOT FOUND OR v.label <> p_was OR v.label_en <> p_was_en THEN PERFORM app.weiger('label_intussen_gewijzigd'); END IF;
  IF EXISTS (SELECT FROM codelijsten_code a WHERE a.lijst_id = v.lijst_id AND a.id <> v.id AND upper(a.label) = upper(p_label)
             AND a.bovenliggend_id IS NOT DISTINCT FROM v.bovenliggend_id
             AND daterange(a.geldig_van, a.geldig_tot, '[]') && daterange(v.geldig_van, v.geldig_tot, '[]')) THEN
    PERFORM app.weiger('label_bestaat');
  END IF;
  UPDATE codelijsten_code SET label = p_label, label_en = p_label_en WHERE id = p_code;
END $$;

CREATE FUNCTION app.wijzig_label(p_code bigint, p_label text, p_label_en text) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS
$$ BEGIN
  PERFORM app.eis_beheerder();
  PERFORM app.eis_alleen();
  PERFORM app._zet_label(p_code, c.label, c.label_en, p_label, p_label_en) FROM codelijsten_code c WHERE c.id = p_code;
END $$;
REVOKE ALL ON FUNCTION app._zet_label(bigint, text, text, text, text), app.wijzig_label(bigint, text, text) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION app.wijzig_label(bigint, text, text) TO jid_web;

-- As before (0003), and what changed of a code stands in it: label and validity are no content.
CREATE OR REPLACE FUNCTION app.code_gelogd() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS
$$ DECLARE v_was jsonb := '{}'; v_wat jsonb := '{}';
  v_velden text[] := ARRAY['label', 'label_en', 'geldig_van', 'geldig_tot', 'opvolger_id'];
BEGIN
  IF app.uid() IS NULL THEN RETURN NULL; END IF;
  IF TG_OP = 'INSERT' THEN
    SELECT jsonb_object_agg(n.key, n.value) INTO v_wat FROM jsonb_each(to_jsonb(NEW)) n
      WHERE n.key = ANY (v_velden) AND n.value NOT IN ('null', '""');
  ELSE
    SELECT coalesce(jsonb_object_agg(o.key || '_was', o.value), '{}'), coalesce(jsonb_object_agg(n.key, n.value), '{}')
      INTO v_was, v_wat FROM jsonb_each(to_jsonb(OLD)) o JOIN jsonb_each(to_jsonb(NEW)) n ON n.key = o.key
      WHERE n.key = ANY (v_velden) AND n.value <> o.value;
  END IF;
  PERFORM app.noteer('code_gewijzigd', NEW.id::text,
    jsonb_build_object('lijst', NEW.lijst_id, 'code', NEW.code, 'nieuw', TG_OP = 'INSERT') || v_was || v_wat);
  RETURN NULL;
END $$;
"""
UITLEG = {
    "_zet_label": "Gives a code another label, if it still is what it was. Refused beside another code with that label.",
    "code_gelogd": "Logs that somebody made or changed a code, with its label and validity as they were and are.",
    "wijzig_label": "Gives a code another label at once: only while nobody could ever agree (four eyes).",
}


class Migration(migrations.Migration):
    dependencies = [("codelijsten", "0005_uitleg_van_functies"), ("gebruikers", "0032_label_van_een_code")]
    operations = [
        migrations.RunSQL(SQL),
        migrations.RunSQL(
            [f"COMMENT ON FUNCTION app.{naam} IS $uitleg${tekst}$uitleg$" for naam, tekst in UITLEG.items()],
            migrations.RunSQL.noop,
        ),
    ]
