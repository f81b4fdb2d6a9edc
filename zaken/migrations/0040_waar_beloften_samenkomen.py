"""Where two features meet: what one promises, the other keeps."""

from django.db import migrations

SIGNALEN = """
-- A signal that became a zaak is as closed as that zaak: exclusion and seal hold there.
ALTER POLICY zien ON zaken_signaal USING ((SELECT app.mag_kwalificeren())
  AND (team_id IN (SELECT app.mijn_zaakteams()) OR aangemaakt_door_id = app.uid())
  AND (zaak_id IS NULL OR app.ziet_zaak(zaak_id)));
"""

LOGBOEK = """
-- Long work for an auditor reads as the worker: who is excluded from a zaak does not read its log there either.
-- Sealing and checking run for nobody, and read everything.
GRANT EXECUTE ON FUNCTION app.mijn_uitsluitingen() TO jid_worker;
ALTER POLICY lezen_worker ON logboek_gebeurtenis USING (
  (SELECT app.uid()) IS NULL OR zaak_id IS NULL OR NOT (zaak_id IN (SELECT app.mijn_uitsluitingen())));
"""

VERZEGELEN = """
-- Of a zaak that was handed to another desk the other half would stay open.
CREATE OR REPLACE FUNCTION app.verzegel(p_zaak uuid, p_behandelaar bigint, p_toekenning uuid, p_reden bytea) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS
$$ BEGIN
  PERFORM app.eis_zicht(p_zaak);
  PERFORM app.eis_kiesbaar(p_zaak, p_behandelaar);
  PERFORM app.eis_rol_voor(p_zaak, p_behandelaar, 'behandelaar');
  IF EXISTS (SELECT FROM zaken_zaakkoppeling k WHERE k.soort = 'doorgeleid' AND k.beeindigd_op IS NULL
             AND p_zaak IN (k.van_id, k.naar_id)) THEN
    RAISE EXCEPTION 'the other half would stay open' USING ERRCODE = 'JID24';
  END IF;
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
"""

OVERDRAGEN = """
-- Nobody arranges who gets a zaak that is about himself.
CREATE OR REPLACE FUNCTION app._past_bij(p_zaak uuid, p_gebruiker bigint, p_doel text) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS
$$ SELECT EXISTS (
     SELECT FROM zaken_zaak z JOIN gebruikers_roltoekenning r ON r.rol = ANY (app.zaakbeleid(z.soort, p_doel))
     WHERE z.id = p_zaak AND r.gebruiker_id = p_gebruiker
       AND (NOT z.verzegeld OR app.staat_buiten_coid(p_gebruiker))
       AND NOT EXISTS (SELECT FROM zaken_uitsluiting u WHERE u.zaak_id = p_zaak AND u.gebruiker_id = p_gebruiker)
       AND NOT EXISTS (SELECT FROM zaken_uitsluiting u WHERE u.zaak_id = p_zaak AND u.gebruiker_id = app.uid())) $$;
"""

NOODTOEGANG = """
-- Who never accepted the invitation cannot read what is told, nor judge it.
CREATE OR REPLACE FUNCTION app._noodtoegang_melden_aan(p_zaak uuid) RETURNS bigint[]
LANGUAGE sql STABLE SET search_path = pg_catalog, public, pg_temp AS
$$ SELECT ARRAY(SELECT g.id FROM gebruikers_gebruiker g
     WHERE g.is_active AND g.id <> app.uid()
       AND (g.password NOT LIKE '!%' OR EXISTS (SELECT FROM gebruikers_oidcidentiteit i WHERE i.gebruiker_id = g.id))
       AND EXISTS (SELECT FROM gebruikers_roltoekenning r WHERE r.gebruiker_id = g.id AND r.rol IN ('auditor', 'privacy'))
       AND NOT EXISTS (SELECT FROM gebruikers_roltoekenning r WHERE r.gebruiker_id = g.id AND r.rol = ANY (app.zaakrollen()))
       AND NOT EXISTS (SELECT FROM zaken_uitsluiting u WHERE u.zaak_id = p_zaak AND u.gebruiker_id = g.id)
     ORDER BY g.id) $$;
"""

SLEUTELS = """
-- A new zaak never takes the key of something else, whatever that is.
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
  IF app.sleutel_in_gebruik(p_sleutel) THEN
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


class Migration(migrations.Migration):
    dependencies = [
        ("zaken", "0039_soort_van_filters"),
        ("gebruikers", "0018_wachtwoord_noteren"),
        ("logboek", "0009_opgeruimd"),
    ]
    operations = [
        migrations.RunSQL(sql)
        for sql in (SIGNALEN, LOGBOEK, VERZEGELEN, OVERDRAGEN, NOODTOEGANG, SLEUTELS)
    ]
