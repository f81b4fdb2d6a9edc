"""Sealed zaken (about COID or MID staff): no team, and only named persons outside COID."""

from django.db import migrations

BUITEN = """
-- Outside COID: in an active team of that kind, and in no team of COID or MID itself.
CREATE FUNCTION app.staat_buiten_coid(p_gebruiker bigint) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS
$$ SELECT EXISTS (SELECT FROM gebruikers_lidmaatschap l JOIN gebruikers_team t ON t.id = l.team_id
                  WHERE l.gebruiker_id = p_gebruiker AND t.soort = 'buiten_coid' AND t.is_actief)
   AND NOT EXISTS (SELECT FROM gebruikers_lidmaatschap l JOIN gebruikers_team t ON t.id = l.team_id
                   WHERE l.gebruiker_id = p_gebruiker AND t.soort IN ('intake', 'behandeling')) $$;

-- Colleagues whom a sealed zaak can be given to; for who handles zaken.
CREATE FUNCTION app.toewijsbaren_buiten_coid() RETURNS TABLE (gebruiker_id bigint, naam text, rollen text[])
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS
$$ SELECT t.gebruiker_id, t.naam, t.rollen FROM app.toewijsbaren() t WHERE app.staat_buiten_coid(t.gebruiker_id) $$;
REVOKE ALL ON FUNCTION app.staat_buiten_coid(bigint), app.toewijsbaren_buiten_coid() FROM PUBLIC;
GRANT EXECUTE ON FUNCTION app.toewijsbaren_buiten_coid() TO jid_web;
"""

TOEKENNEN = """
-- Every grant goes through here: of a sealed zaak only to somebody outside COID.
CREATE OR REPLACE FUNCTION app._ken_toe(p_id uuid, p_zaak uuid, p_gebruiker bigint, p_reden bytea, p_verloopt timestamptz)
RETURNS void LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS
$$ BEGIN
  IF EXISTS (SELECT FROM zaken_zaak z WHERE z.id = p_zaak AND z.verzegeld) AND NOT app.staat_buiten_coid(p_gebruiker) THEN
    RAISE EXCEPTION 'a sealed zaak goes to somebody outside COID' USING ERRCODE = 'JID02';
  END IF;
  UPDATE zaken_toekenning SET beeindigd_op = now(), beeindigd_door_id = app.uid()
  WHERE content_object_id = p_zaak AND user_id = p_gebruiker AND beeindigd_op IS NULL;
  INSERT INTO zaken_toekenning (id, user_id, permission_id, content_object_id, reden, verleend_door_id, verleend_op, verloopt_op)
  SELECT p_id, p_gebruiker, p.id, p_zaak, p_reden, app.uid(), now(), p_verloopt
  FROM auth_permission p JOIN django_content_type c ON c.id = p.content_type_id
  WHERE c.app_label = 'zaken' AND c.model = 'zaak' AND p.codename = 'view_zaak';
  IF NOT FOUND THEN
    RAISE EXCEPTION 'permission view_zaak is missing';
  END IF;
END $$;
"""

TOEWIJZEN = """
-- A desk never owns what was assigned; only a team of handlers does, and only one of the behandelaar; of a sealed zaak none.
CREATE OR REPLACE FUNCTION app.wijs_toe(p_zaak uuid, p_behandelaar bigint, p_team bigint, p_toekenning uuid, p_reden bytea) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS
$$ DECLARE v_vorige bigint; v_verzegeld boolean;
BEGIN
  PERFORM app.eis_zicht(p_zaak);
  PERFORM app.eis_kiesbaar(p_zaak, p_behandelaar);
  PERFORM app.eis_rol_voor(p_zaak, p_behandelaar, 'behandelaar');
  IF p_team IS NOT NULL AND NOT EXISTS (SELECT FROM gebruikers_lidmaatschap l JOIN gebruikers_team t ON t.id = l.team_id
                                        WHERE l.gebruiker_id = p_behandelaar AND l.team_id = p_team AND t.is_actief
                                          AND t.soort = 'behandeling') THEN
    RAISE EXCEPTION 'the handler is not in that team' USING ERRCODE = 'JID02';
  END IF;
  SELECT behandelaar_id, verzegeld INTO v_vorige, v_verzegeld FROM zaken_zaak WHERE id = p_zaak FOR UPDATE;
  IF v_verzegeld AND p_team IS NOT NULL THEN
    RAISE EXCEPTION 'a sealed zaak has no team' USING ERRCODE = 'JID02';
  END IF;
  UPDATE zaken_zaak SET behandelaar_id = p_behandelaar, team_id = p_team, versie = versie + 1 WHERE id = p_zaak;
  IF v_vorige IS NOT NULL AND v_vorige <> p_behandelaar THEN
    UPDATE zaken_toekenning SET beeindigd_op = now(), beeindigd_door_id = app.uid()
    WHERE content_object_id = p_zaak AND user_id = v_vorige AND beeindigd_op IS NULL;
  END IF;
  PERFORM app._ken_toe(p_toekenning, p_zaak, p_behandelaar, p_reden, NULL);
  PERFORM app.eis_lezer(p_zaak);
END $$;
"""

VERZEGELEN = """
-- Sealing is handing over: the behandelaar outside COID gets the zaak, no team has it any more, and the grant of
-- everybody inside COID ends, the caller's too.
DROP FUNCTION app.verzegel(uuid);
CREATE FUNCTION app.verzegel(p_zaak uuid, p_behandelaar bigint, p_toekenning uuid, p_reden bytea) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS
$$ BEGIN
  PERFORM app.eis_zicht(p_zaak);
  PERFORM app.eis_kiesbaar(p_zaak, p_behandelaar);
  PERFORM app.eis_rol_voor(p_zaak, p_behandelaar, 'behandelaar');
  UPDATE zaken_zaak SET verzegeld = true, team_id = NULL, behandelaar_id = p_behandelaar, versie = versie + 1
  WHERE id = p_zaak AND NOT verzegeld;
  IF NOT FOUND THEN
    RAISE EXCEPTION 'sealed already' USING ERRCODE = 'JID02';
  END IF;
  PERFORM app._ken_toe(p_toekenning, p_zaak, p_behandelaar, p_reden, NULL);
  UPDATE zaken_toekenning SET beeindigd_op = now(), beeindigd_door_id = app.uid()
  WHERE content_object_id = p_zaak AND beeindigd_op IS NULL AND NOT app.staat_buiten_coid(user_id);
  PERFORM app.eis_lezer(p_zaak);
END $$;
REVOKE ALL ON FUNCTION app.verzegel(uuid, bigint, uuid, bytea) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION app.verzegel(uuid, bigint, uuid, bytea) TO jid_web;
"""

BLIJFT_BUITEN = """
-- Who holds a sealed zaak stays outside COID. Deferred: a change of teams may take more than one statement.
CREATE FUNCTION app.verzegeld_blijft_buiten() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS
$$ DECLARE v_gebruiker bigint := coalesce(NEW.gebruiker_id, OLD.gebruiker_id);
BEGIN
  IF NOT app.staat_buiten_coid(v_gebruiker) AND EXISTS (
      SELECT FROM zaken_toekenning t JOIN zaken_zaak z ON z.id = t.content_object_id
      WHERE t.user_id = v_gebruiker AND t.beeindigd_op IS NULL AND (t.verloopt_op IS NULL OR t.verloopt_op > now())
        AND z.verzegeld) THEN
    PERFORM app.weiger('heeft_verzegelde_zaken');
  END IF;
  RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER verzegeld_blijft_buiten AFTER INSERT OR UPDATE OR DELETE ON gebruikers_lidmaatschap
  DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION app.verzegeld_blijft_buiten();
"""


class Migration(migrations.Migration):
    dependencies = [("zaken", "0033_herinneringen_toegang"), ("gebruikers", "0016_team_buiten_coid")]
    operations = [
        migrations.RunSQL(sql) for sql in (BUITEN, TOEKENNEN, TOEWIJZEN, VERZEGELEN, BLIJFT_BUITEN)
    ]
