"""Which role registers, handles and reads which kind of zaak, checked by the functions themselves (`zaken/toegang.py`)."""

from django.db import migrations

BELEID = """
-- The roles for one purpose of one kind of zaak; NULL for what does not exist, and NULL lets nobody through.
CREATE FUNCTION app.zaakbeleid(p_soort text, p_doel text) RETURNS text[]
LANGUAGE sql IMMUTABLE PARALLEL SAFE SET search_path = pg_catalog, public, pg_temp AS
$$ SELECT b.rollen FROM (VALUES
     ('melding', 'registreert', ARRAY['adviseur', 'intake']),
     ('melding', 'behandelaar', ARRAY['adviseur', 'ckp', 'intake', 'klachtsecretaris', 'misstanden', 'onderzoeker']),
     ('melding', 'lezer', ARRAY['adviseur', 'ckp', 'intake', 'klachtsecretaris', 'misstanden', 'onderzoeker']),
     ('klacht', 'registreert', ARRAY['ckp', 'intake', 'klachtsecretaris']),
     ('klacht', 'behandelaar', ARRAY['ckp', 'klachtsecretaris']),
     ('klacht', 'lezer', ARRAY['adviseur', 'ckp', 'klachtsecretaris', 'onderzoeker']),
     ('misstand', 'registreert', ARRAY['intake', 'misstanden']),
     ('misstand', 'behandelaar', ARRAY['misstanden']),
     ('misstand', 'lezer', ARRAY['misstanden', 'onderzoeker']),
     ('onderzoek', 'registreert', ARRAY['adviseur', 'onderzoeker']),
     ('onderzoek', 'behandelaar', ARRAY['adviseur', 'onderzoeker']),
     ('onderzoek', 'lezer', ARRAY['adviseur', 'klachtsecretaris', 'misstanden', 'onderzoeker'])
   ) AS b (soort, doel, rollen) WHERE b.soort = p_soort AND b.doel = p_doel $$;

-- The kind of team that owns a new zaak; NULL: a team of handlers that the registrar is in.
CREATE FUNCTION app.bureau(p_soort text) RETURNS text
LANGUAGE sql IMMUTABLE PARALLEL SAFE SET search_path = pg_catalog, public, pg_temp AS
$$ SELECT CASE p_soort WHEN 'melding' THEN 'intake' WHEN 'klacht' THEN 'klachten' WHEN 'misstand' THEN 'misstanden' END $$;
GRANT EXECUTE ON FUNCTION app.zaakbeleid(text, text), app.bureau(text) TO jid_web;

CREATE FUNCTION app.eis_rol_voor(p_zaak uuid, p_gebruiker bigint, p_doel text) RETURNS void
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS
$$ BEGIN
  IF NOT EXISTS (SELECT FROM zaken_zaak z JOIN gebruikers_roltoekenning r ON r.rol = ANY (app.zaakbeleid(z.soort, p_doel))
                 WHERE z.id = p_zaak AND r.gebruiker_id = p_gebruiker) THEN
    RAISE EXCEPTION 'not a role for this kind of zaak' USING ERRCODE = 'JID02';
  END IF;
END $$;
"""

OPENEN = """
CREATE OR REPLACE FUNCTION app.open_zaak(p_id uuid, p_soort text, p_sleutel uuid, p_ontvangen date, p_onderwerp bytea,
                              p_team bigint, p_toekenning uuid, p_reden bytea, p_concept uuid) RETURNS text
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS
$$ DECLARE
  v_letter text := CASE p_soort WHEN 'melding' THEN 'M' WHEN 'klacht' THEN 'K' WHEN 'misstand' THEN 'V' WHEN 'onderzoek' THEN 'O' END;
  v_jaar int := extract(year FROM p_ontvangen);
  v_nummer int;
  v_zaaknummer text;
BEGIN
  IF app.uid() IS NULL OR NOT coalesce(app.heeft_rol(VARIADIC app.zaakbeleid(p_soort, 'registreert')), false) THEN
    RAISE EXCEPTION 'not allowed to register' USING ERRCODE = 'JID01';
  END IF;
  IF p_team IS NOT NULL AND NOT EXISTS (
      SELECT FROM gebruikers_team t WHERE t.id = p_team AND t.is_actief
        AND (t.soort = app.bureau(p_soort)
             OR (app.bureau(p_soort) IS NULL AND t.soort = 'behandeling' AND t.id IN (SELECT app.mijn_teams())))) THEN
    RAISE EXCEPTION 'a new zaak belongs to the desk of its kind: an intake team or the like' USING ERRCODE = 'JID02';
  END IF;
  IF p_concept IS NOT NULL THEN
    DELETE FROM zaken_concept WHERE id = p_concept AND eigenaar_id = app.uid() AND sleutel_id = p_sleutel AND soort = p_soort;
    IF NOT FOUND THEN
      RAISE EXCEPTION 'draft is gone' USING ERRCODE = 'JID01';
    END IF;
  END IF;
  IF EXISTS (SELECT FROM zaken_zaak z WHERE z.sleutel_id = p_sleutel) OR EXISTS (SELECT FROM zaken_concept c WHERE c.sleutel_id = p_sleutel) THEN
    RAISE EXCEPTION 'key is in use' USING ERRCODE = 'JID01';
  END IF;
  INSERT INTO zaken_nummerreeks AS n (soort, jaar, laatste) VALUES (p_soort, v_jaar, 1)
  ON CONFLICT (soort, jaar) DO UPDATE SET laatste = n.laatste + 1 RETURNING n.laatste INTO v_nummer;
  v_zaaknummer := v_letter || '-' || v_jaar || '-' || lpad(v_nummer::text, greatest(5, length(v_nummer::text)), '0');
  INSERT INTO zaken_zaak (id, soort, zaaknummer, sleutel_id, team_id, gebruikers, verzegeld, aangemaakt_door_id, datum_registratie,
    ontvangen_defensie, voorval_precisie, rubricering, anonimiteit, onderwerp, bronsysteem,
    externe_referentie, versie)
  VALUES (p_id, p_soort, v_zaaknummer, p_sleutel, p_team, '{}', false, app.uid(), now(),
    p_ontvangen, 'onbekend', 'departementaal_vertrouwelijk', 'nee', p_onderwerp, 'applicatie', '', 1);
  PERFORM app._ken_toe(p_toekenning, p_id, app.uid(), p_reden, NULL);
  PERFORM app.eis_lezer(p_id);
  RETURN v_zaaknummer;
END $$;
"""

TOEWIJZEN = """
-- A desk never owns what was assigned; only a team of handlers does, and only one of the behandelaar.
CREATE OR REPLACE FUNCTION app.wijs_toe(p_zaak uuid, p_behandelaar bigint, p_team bigint, p_toekenning uuid, p_reden bytea) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS
$$ DECLARE v_vorige bigint;
BEGIN
  PERFORM app.eis_zicht(p_zaak);
  PERFORM app.eis_kiesbaar(p_zaak, p_behandelaar);
  PERFORM app.eis_rol_voor(p_zaak, p_behandelaar, 'behandelaar');
  IF p_team IS NOT NULL AND NOT EXISTS (SELECT FROM gebruikers_lidmaatschap l JOIN gebruikers_team t ON t.id = l.team_id
                                        WHERE l.gebruiker_id = p_behandelaar AND l.team_id = p_team AND t.is_actief
                                          AND t.soort = 'behandeling') THEN
    RAISE EXCEPTION 'the handler is not in that team' USING ERRCODE = 'JID02';
  END IF;
  SELECT behandelaar_id INTO v_vorige FROM zaken_zaak WHERE id = p_zaak FOR UPDATE;
  UPDATE zaken_zaak SET behandelaar_id = p_behandelaar, team_id = p_team, versie = versie + 1 WHERE id = p_zaak;
  IF v_vorige IS NOT NULL AND v_vorige <> p_behandelaar THEN
    UPDATE zaken_toekenning SET beeindigd_op = now(), beeindigd_door_id = app.uid()
    WHERE content_object_id = p_zaak AND user_id = v_vorige AND beeindigd_op IS NULL;
  END IF;
  PERFORM app._ken_toe(p_toekenning, p_zaak, p_behandelaar, p_reden, NULL);
  PERFORM app.eis_lezer(p_zaak);
END $$;
"""

DELEN = """
-- Sharing replaces a running grant, so never the behandelaar's (it has no end) nor one's own (it would outlast the team's).
CREATE OR REPLACE FUNCTION app.verleen(p_id uuid, p_zaak uuid, p_gebruiker bigint, p_reden bytea, p_verloopt timestamptz)
RETURNS void LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS
$$ BEGIN
  PERFORM app.eis_zicht(p_zaak);
  PERFORM app.eis_kiesbaar(p_zaak, p_gebruiker);
  PERFORM app.eis_rol_voor(p_zaak, p_gebruiker, 'lezer');
  IF p_verloopt <= now() THEN
    RAISE EXCEPTION 'the grant would have ended already' USING ERRCODE = 'JID02';
  END IF;
  IF p_gebruiker = app.uid() OR EXISTS (SELECT FROM zaken_zaak z WHERE z.id = p_zaak AND z.behandelaar_id = p_gebruiker) THEN
    RAISE EXCEPTION 'this person has a grant of another kind' USING ERRCODE = 'JID02';
  END IF;
  PERFORM app._ken_toe(p_id, p_zaak, p_gebruiker, p_reden, p_verloopt);
  PERFORM app.eis_lezer(p_zaak);
END $$;

-- The grant of the behandelaar ends by assigning to somebody else, not by itself.
CREATE OR REPLACE FUNCTION app.beeindig(p_zaak uuid, p_toekenning uuid) RETURNS bigint
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS
$$ DECLARE v_gebruiker bigint;
BEGIN
  PERFORM app.eis_zicht(p_zaak);
  UPDATE zaken_toekenning SET beeindigd_op = now(), beeindigd_door_id = app.uid()
  WHERE id = p_toekenning AND content_object_id = p_zaak AND beeindigd_op IS NULL
    AND user_id IS DISTINCT FROM (SELECT z.behandelaar_id FROM zaken_zaak z WHERE z.id = p_zaak)
  RETURNING user_id INTO v_gebruiker;
  IF NOT FOUND THEN
    RAISE EXCEPTION 'grant is gone, or is the behandelaar''s' USING ERRCODE = 'JID02';
  END IF;
  PERFORM app.eis_lezer(p_zaak);
  RETURN v_gebruiker;
END $$;
"""


class Migration(migrations.Migration):
    dependencies = [("zaken", "0011_sleutels_gebonden")]
    operations = [migrations.RunSQL(sql) for sql in (BELEID, OPENEN, TOEWIJZEN, DELEN)]
