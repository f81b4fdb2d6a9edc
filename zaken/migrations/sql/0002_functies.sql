-- The only doors to what is closed: each checks who asks, that the zaak is theirs to see, and what must stay true.
-- Errors carry our own SQLSTATE: JID01 not allowed, JID02 the person cannot be chosen, JID03 nobody could read it.

CREATE FUNCTION app.eis_zicht(p_zaak uuid) RETURNS void
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, public AS
$$ BEGIN
  IF NOT coalesce(app.ziet_zaak(p_zaak), false) THEN
    RAISE EXCEPTION 'zaak not visible' USING ERRCODE = 'JID01';
  END IF;
END $$;

CREATE FUNCTION app.eis_lezer(p_zaak uuid) RETURNS void
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, public AS
$$ BEGIN
  IF NOT EXISTS (SELECT FROM app.lezers(p_zaak)) THEN
    RAISE EXCEPTION 'nobody could read this zaak' USING ERRCODE = 'JID03';
  END IF;
END $$;

CREATE FUNCTION app.eis_kiesbaar(p_zaak uuid, p_gebruiker bigint) RETURNS void
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, public AS
$$ BEGIN
  IF NOT EXISTS (SELECT FROM gebruikers_gebruiker g JOIN gebruikers_roltoekenning r ON r.gebruiker_id = g.id
                 WHERE g.id = p_gebruiker AND g.is_active
                   AND r.rol IN ('adviseur', 'onderzoeker', 'intake', 'klachtsecretaris', 'ckp', 'misstanden'))
     OR EXISTS (SELECT FROM zaken_uitsluiting u WHERE u.zaak_id = p_zaak AND u.gebruiker_id = p_gebruiker) THEN
    RAISE EXCEPTION 'this person cannot be chosen' USING ERRCODE = 'JID02';
  END IF;
END $$;

CREATE FUNCTION app._ken_toe(p_id uuid, p_zaak uuid, p_gebruiker bigint, p_reden bytea, p_verloopt timestamptz) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public AS
$$ BEGIN
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

-- Number, zaak and first grants in one go. Returns the zaaknummer.
CREATE FUNCTION app.open_zaak(p_id uuid, p_soort text, p_sleutel uuid, p_ontvangen date, p_onderwerp bytea,
                              p_team bigint, p_toekenning uuid, p_reden bytea, p_concept uuid) RETURNS text
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public AS
$$ DECLARE
  v_letter text := CASE p_soort WHEN 'melding' THEN 'M' WHEN 'klacht' THEN 'K' WHEN 'misstand' THEN 'V' WHEN 'onderzoek' THEN 'O' END;
  v_jaar int := extract(year FROM p_ontvangen);
  v_nummer int;
  v_zaaknummer text;
BEGIN
  IF app.uid() IS NULL OR NOT app.heeft_zaakrol() THEN
    RAISE EXCEPTION 'not allowed to register' USING ERRCODE = 'JID01';
  END IF;
  IF p_team IS NOT NULL AND NOT EXISTS (SELECT FROM gebruikers_team t WHERE t.id = p_team AND t.is_actief AND t.soort = 'intake') THEN
    RAISE EXCEPTION 'a new zaak belongs to an intake team' USING ERRCODE = 'JID02';
  END IF;
  IF p_concept IS NOT NULL THEN
    DELETE FROM zaken_concept WHERE id = p_concept AND eigenaar_id = app.uid() AND sleutel_id = p_sleutel;
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

CREATE FUNCTION app.verleen(p_id uuid, p_zaak uuid, p_gebruiker bigint, p_reden bytea, p_verloopt timestamptz) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public AS
$$ BEGIN
  PERFORM app.eis_zicht(p_zaak);
  PERFORM app.eis_kiesbaar(p_zaak, p_gebruiker);
  PERFORM app._ken_toe(p_id, p_zaak, p_gebruiker, p_reden, p_verloopt);
END $$;

-- Returns whose grant was ended.
CREATE FUNCTION app.beeindig(p_zaak uuid, p_toekenning uuid) RETURNS bigint
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public AS
$$ DECLARE v_gebruiker bigint;
BEGIN
  PERFORM app.eis_zicht(p_zaak);
  UPDATE zaken_toekenning SET beeindigd_op = now(), beeindigd_door_id = app.uid()
  WHERE id = p_toekenning AND content_object_id = p_zaak AND beeindigd_op IS NULL RETURNING user_id INTO v_gebruiker;
  IF NOT FOUND THEN
    RAISE EXCEPTION 'grant is gone' USING ERRCODE = 'JID02';
  END IF;
  PERFORM app.eis_lezer(p_zaak);
  RETURN v_gebruiker;
END $$;

-- The handler gets the zaak; the intake team's grant ends. A next handler takes over from the former one.
CREATE FUNCTION app.wijs_toe(p_zaak uuid, p_behandelaar bigint, p_team bigint, p_toekenning uuid, p_reden bytea) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public AS
$$ DECLARE v_vorige bigint;
BEGIN
  PERFORM app.eis_zicht(p_zaak);
  PERFORM app.eis_kiesbaar(p_zaak, p_behandelaar);
  IF p_team IS NOT NULL AND NOT EXISTS (SELECT FROM gebruikers_lidmaatschap l JOIN gebruikers_team t ON t.id = l.team_id
                                        WHERE l.gebruiker_id = p_behandelaar AND l.team_id = p_team AND t.is_actief) THEN
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

CREATE FUNCTION app.sluit_uit(p_id uuid, p_zaak uuid, p_gebruiker bigint, p_grond text) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public AS
$$ BEGIN
  PERFORM app.eis_zicht(p_zaak);
  INSERT INTO zaken_uitsluiting (id, zaak_id, gebruiker_id, grond, door_id, op)
  VALUES (p_id, p_zaak, p_gebruiker, p_grond, app.uid(), now()) ON CONFLICT (gebruiker_id, zaak_id) DO NOTHING;
  UPDATE zaken_toekenning SET beeindigd_op = now(), beeindigd_door_id = app.uid()
  WHERE content_object_id = p_zaak AND user_id = p_gebruiker AND beeindigd_op IS NULL;
  UPDATE zaken_zaak SET behandelaar_id = NULL WHERE id = p_zaak AND behandelaar_id = p_gebruiker;
  PERFORM app.eis_lezer(p_zaak);
END $$;

CREATE FUNCTION app.hef_uitsluiting_op(p_zaak uuid, p_gebruiker bigint) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public AS
$$ BEGIN
  PERFORM app.eis_zicht(p_zaak);
  DELETE FROM zaken_uitsluiting WHERE zaak_id = p_zaak AND gebruiker_id = p_gebruiker;
END $$;

CREATE FUNCTION app.verzegel(p_zaak uuid) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public AS
$$ BEGIN
  PERFORM app.eis_zicht(p_zaak);
  UPDATE zaken_zaak SET verzegeld = true WHERE id = p_zaak;
  PERFORM app.eis_lezer(p_zaak);
END $$;

-- Who has access, for somebody who sees the zaak; nothing for anybody else.
CREATE FUNCTION app.toekenningen_van_zaak(p_zaak uuid)
RETURNS TABLE (id uuid, user_id bigint, reden bytea, verleend_door_id bigint, verleend_op timestamptz, verloopt_op timestamptz)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public AS
$$ SELECT t.id, t.user_id, t.reden, t.verleend_door_id, t.verleend_op, t.verloopt_op FROM zaken_toekenning t
   WHERE t.content_object_id = p_zaak AND t.beeindigd_op IS NULL AND (SELECT app.ziet_zaak(p_zaak)) ORDER BY t.verleend_op $$;

CREATE FUNCTION app.uitsluitingen_van_zaak(p_zaak uuid) RETURNS TABLE (gebruiker_id bigint, grond text, door_id bigint, op timestamptz)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public AS
$$ SELECT u.gebruiker_id, u.grond::text, u.door_id, u.op FROM zaken_uitsluiting u
   WHERE u.zaak_id = p_zaak AND (SELECT app.ziet_zaak(p_zaak)) ORDER BY u.op $$;

-- Draft and its key go together.
CREATE FUNCTION app.verwijder_concept(p_concept uuid) RETURNS boolean
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public AS
$$ DECLARE v_sleutel uuid;
BEGIN
  DELETE FROM zaken_concept WHERE id = p_concept AND eigenaar_id = app.uid() RETURNING sleutel_id INTO v_sleutel;
  IF NOT FOUND THEN RETURN false; END IF;
  DELETE FROM zaken_datasleutel WHERE id = v_sleutel;
  RETURN true;
END $$;

GRANT EXECUTE ON FUNCTION app.open_zaak(uuid, text, uuid, date, bytea, bigint, uuid, bytea, uuid),
  app.verleen(uuid, uuid, bigint, bytea, timestamptz), app.beeindig(uuid, uuid), app.wijs_toe(uuid, bigint, bigint, uuid, bytea),
  app.sluit_uit(uuid, uuid, bigint, text), app.hef_uitsluiting_op(uuid, bigint), app.verzegel(uuid),
  app.toekenningen_van_zaak(uuid), app.uitsluitingen_van_zaak(uuid), app.verwijder_concept(uuid) TO jid_web;
