"""A misstand is read by whom it was shared with and by its desk; no team of handlers reads along."""

from django.db import migrations

SQL = """
CREATE OR REPLACE FUNCTION app.wijs_toe(p_zaak uuid, p_behandelaar bigint, p_team bigint, p_toekenning uuid, p_reden bytea)
RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS
$$ DECLARE v_vorige bigint; v_verzegeld boolean;
BEGIN
  PERFORM app._neem_zaak(p_zaak);
  PERFORM app._eis_werkt_met(p_zaak, EXISTS (SELECT FROM zaken_zaak z WHERE z.id = p_zaak AND z.verzegeld));
  IF p_team IS NOT NULL AND EXISTS (SELECT FROM zaken_zaak z WHERE z.id = p_zaak AND z.soort = 'misstand') THEN
    RAISE EXCEPTION 'no team reads along with a misstand' USING ERRCODE = 'JID02';
  END IF;
  PERFORM app.eis_kiesbaar(p_zaak, p_behandelaar);
  PERFORM app.eis_rol_voor(p_zaak, p_behandelaar, 'behandelaar');
  IF p_team IS NOT NULL AND NOT EXISTS (SELECT FROM gebruikers_lidmaatschap l JOIN gebruikers_team t ON t.id = l.team_id
                                        WHERE l.gebruiker_id = p_behandelaar AND l.team_id = p_team AND t.is_actief
                                          AND t.soort = 'behandeling') THEN
    RAISE EXCEPTION 'the handler is not in that team' USING ERRCODE = 'JID33';
  END IF;
  SELECT behandelaar_id, verzegeld INTO v_vorige, v_verzegeld FROM zaken_zaak WHERE id = p_zaak;
  IF v_verzegeld AND p_team IS NOT NULL THEN
    RAISE EXCEPTION 'a sealed zaak has no team' USING ERRCODE = 'JID02';
  END IF;
  UPDATE zaken_zaak SET behandelaar_id = p_behandelaar, team_id = p_team, versie = versie + 1 WHERE id = p_zaak;
  IF v_vorige IS NOT NULL AND v_vorige <> p_behandelaar THEN
    UPDATE zaken_toekenning SET beeindigd_op = now(), beeindigd_door_id = app.uid(), einde = 'toegewezen'
    WHERE content_object_id = p_zaak AND user_id = v_vorige AND beeindigd_op IS NULL;
  END IF;
  PERFORM app._ken_toe(p_toekenning, p_zaak, p_behandelaar, p_reden, NULL);
  PERFORM app.eis_lezer(p_zaak);
END $$;
REVOKE ALL ON FUNCTION app.wijs_toe(uuid, bigint, bigint, uuid, bytea) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION app.wijs_toe(uuid, bigint, bigint, uuid, bytea) TO jid_web;
"""


class Migration(migrations.Migration):
    dependencies = [("zaken", "0100_geannuleerd_houdt_geen_rol")]
    operations = [migrations.RunSQL(SQL)]
