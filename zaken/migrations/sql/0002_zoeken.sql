-- Search filters on what the user may see and limits inside; row security applies again to whoever uses the ids.
CREATE FUNCTION app.zoek_zaken(p_soort text, p_tokens bigint[], p_limiet int) RETURNS SETOF uuid
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public AS
$$ SELECT z.id FROM zaken_zoekindex i JOIN zaken_zaak z ON z.id = i.zaak_id
   WHERE i.tokens @> p_tokens AND cardinality(p_tokens) > 0 AND z.soort = p_soort
     AND ((NOT z.verzegeld AND z.team_id IN (SELECT app.mijn_zaakteams())) OR z.id IN (SELECT app.mijn_zaken()))
     AND NOT (z.id IN (SELECT app.mijn_uitsluitingen()))
   ORDER BY z.ontvangen_defensie DESC, z.id DESC LIMIT least(p_limiet, 1000) $$;

CREATE FUNCTION app.zet_zoektokens(p_zaak uuid, p_tokens bigint[]) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public AS
$$ BEGIN
  PERFORM app.eis_zicht(p_zaak);
  INSERT INTO zaken_zoekindex (zaak_id, tokens) VALUES (p_zaak, p_tokens) ON CONFLICT (zaak_id) DO UPDATE SET tokens = EXCLUDED.tokens;
END $$;

GRANT EXECUTE ON FUNCTION app.zoek_zaken(text, bigint[], int), app.zet_zoektokens(uuid, bigint[]) TO jid_web;
