-- The truth about access, readable for the policies whatever row security the tables themselves have.
-- Owner: the migrating role. Every function pins its search_path.

CREATE FUNCTION app.heeft_zaakrol() RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public AS
$$ SELECT app.heeft_rol('adviseur', 'onderzoeker', 'intake', 'klachtsecretaris', 'ckp', 'misstanden') $$;

CREATE FUNCTION app.mijn_zaken() RETURNS SETOF uuid
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public AS
$$ SELECT t.content_object_id FROM zaken_toekenning t
   WHERE t.user_id = app.uid() AND t.beeindigd_op IS NULL AND (t.verloopt_op IS NULL OR t.verloopt_op > now())
     AND (SELECT app.heeft_zaakrol()) $$;

CREATE FUNCTION app.mijn_zaakteams() RETURNS SETOF bigint
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public AS
$$ SELECT t FROM app.mijn_teams() AS t WHERE (SELECT app.heeft_zaakrol()) $$;

CREATE FUNCTION app.mijn_uitsluitingen() RETURNS SETOF uuid
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public AS
$$ SELECT u.zaak_id FROM zaken_uitsluiting u WHERE u.gebruiker_id = app.uid() $$;

CREATE FUNCTION app.zaken_van(p_gebruiker bigint) RETURNS SETOF uuid
LANGUAGE plpgsql STABLE SET search_path = pg_catalog, public AS
$$ BEGIN PERFORM app.eis_huidige(p_gebruiker); RETURN QUERY SELECT * FROM app.mijn_zaken(); END $$;

CREATE FUNCTION app.uitsluitingen_van(p_gebruiker bigint) RETURNS SETOF uuid
LANGUAGE plpgsql STABLE SET search_path = pg_catalog, public AS
$$ BEGIN PERFORM app.eis_huidige(p_gebruiker); RETURN QUERY SELECT * FROM app.mijn_uitsluitingen(); END $$;

-- One zaak, the plain definition without hints; for the checked functions below.
CREATE FUNCTION app.ziet_zaak(p_zaak uuid) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public AS
$$ SELECT app.heeft_zaakrol() AND EXISTS (
     SELECT FROM zaken_zaak z WHERE z.id = p_zaak
       AND ((NOT z.verzegeld AND z.team_id IN (SELECT app.mijn_zaakteams()))
            OR z.id IN (SELECT app.mijn_zaken()))
       AND z.id NOT IN (SELECT app.mijn_uitsluitingen())) $$;

-- Everybody who could read the zaak now; a zaak that nobody could read is refused.
CREATE FUNCTION app.lezers(p_zaak uuid) RETURNS SETOF bigint
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public AS
$$ SELECT g.id FROM gebruikers_gebruiker g
   WHERE g.is_active
     AND EXISTS (SELECT FROM gebruikers_roltoekenning r WHERE r.gebruiker_id = g.id
                 AND r.rol IN ('adviseur', 'onderzoeker', 'intake', 'klachtsecretaris', 'ckp', 'misstanden'))
     AND (EXISTS (SELECT FROM zaken_toekenning t WHERE t.content_object_id = p_zaak AND t.user_id = g.id
                  AND t.beeindigd_op IS NULL AND (t.verloopt_op IS NULL OR t.verloopt_op > now()))
          OR EXISTS (SELECT FROM zaken_zaak z JOIN gebruikers_lidmaatschap l ON l.team_id = z.team_id
                     WHERE z.id = p_zaak AND NOT z.verzegeld AND l.gebruiker_id = g.id))
     AND NOT EXISTS (SELECT FROM zaken_uitsluiting u WHERE u.zaak_id = p_zaak AND u.gebruiker_id = g.id) $$;

GRANT EXECUTE ON FUNCTION app.heeft_zaakrol(), app.mijn_zaken(), app.mijn_zaakteams(), app.mijn_uitsluitingen(),
  app.zaken_van(bigint), app.uitsluitingen_van(bigint), app.ziet_zaak(uuid) TO jid_web;

-- The hint: who holds a running grant. Stale or forged, it hides rows and never shows them.
CREATE FUNCTION app.ververs_gebruikers() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public AS
$$ DECLARE v_zaak uuid := coalesce(NEW.content_object_id, OLD.content_object_id);
BEGIN
  UPDATE zaken_zaak SET gebruikers = ARRAY(
    SELECT DISTINCT t.user_id FROM zaken_toekenning t
    WHERE t.content_object_id = v_zaak AND t.beeindigd_op IS NULL ORDER BY t.user_id)
  WHERE id = v_zaak;
  RETURN NULL;
END $$;
CREATE TRIGGER ververs_gebruikers AFTER INSERT OR UPDATE OR DELETE ON zaken_toekenning
  FOR EACH ROW EXECUTE FUNCTION app.ververs_gebruikers();

ALTER TABLE zaken_zaak ALTER COLUMN gebruikers SET STATISTICS 500;
