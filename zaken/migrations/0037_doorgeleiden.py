"""To another register and back: the checked functions, and what stays true of merged and forwarded zaken."""

from django.db import migrations

FUNCTIES = """
-- Which register may hand over to which. An onderzoek is ordered, it does not come from somewhere.
CREATE FUNCTION app.mag_doorgeleiden(p_van text, p_naar text) RETURNS boolean
LANGUAGE sql IMMUTABLE PARALLEL SAFE SET search_path = pg_catalog, public, pg_temp AS
$$ SELECT (p_van, p_naar) IN (('melding', 'klacht'), ('melding', 'misstand'), ('klacht', 'melding'),
                              ('klacht', 'misstand'), ('misstand', 'melding'), ('misstand', 'klacht')) $$;

-- The new zaak, its number by the first receipt, its desk, the exclusions and the link. Who hands over keeps access when
-- their role registers there; else until the end of this transaction, to fill it in: now() is its beginning.
CREATE FUNCTION app.geleid_door(p_van uuid, p_id uuid, p_soort text, p_sleutel uuid, p_onderwerp bytea, p_team bigint,
                                p_toekenning uuid, p_toekenning_reden bytea, p_koppeling uuid, p_reden bytea, p_status text)
RETURNS text LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS
$$ DECLARE
  v_oud zaken_zaak%ROWTYPE;
  v_letter text := CASE p_soort WHEN 'melding' THEN 'M' WHEN 'klacht' THEN 'K' WHEN 'misstand' THEN 'V' END;
  v_jaar int;
  v_nummer int;
  v_zaaknummer text;
  v_blijft boolean;
BEGIN
  PERFORM app.eis_zicht(p_van);
  SELECT * INTO v_oud FROM zaken_zaak WHERE id = p_van FOR UPDATE;
  IF NOT app.mag_wijzigen(p_van) OR v_oud.geannuleerd_op IS NOT NULL OR NOT app.mag_doorgeleiden(v_oud.soort, p_soort) THEN
    RAISE EXCEPTION 'not allowed to hand this over' USING ERRCODE = 'JID01';
  END IF;
  IF v_oud.verzegeld THEN
    RAISE EXCEPTION 'a sealed zaak has no desk to go to' USING ERRCODE = 'JID21';
  END IF;
  IF p_soort = 'klacht' AND v_oud.anonimiteit = 'anoniem' THEN
    RAISE EXCEPTION 'a klacht is never anonymous' USING ERRCODE = 'JID22';
  END IF;
  IF p_team IS NULL OR NOT EXISTS (SELECT FROM gebruikers_team t WHERE t.id = p_team AND t.is_actief AND t.soort = app.bureau(p_soort)) THEN
    RAISE EXCEPTION 'a new zaak belongs to the desk of its kind' USING ERRCODE = 'JID02';
  END IF;
  IF app.sleutel_in_gebruik(p_sleutel) THEN
    RAISE EXCEPTION 'key is in use' USING ERRCODE = 'JID01';
  END IF;
  v_jaar := extract(year FROM v_oud.ontvangen_defensie);
  INSERT INTO zaken_nummerreeks AS n (soort, jaar, laatste) VALUES (p_soort, v_jaar, 1)
  ON CONFLICT (soort, jaar) DO UPDATE SET laatste = n.laatste + 1 RETURNING n.laatste INTO v_nummer;
  v_zaaknummer := v_letter || '-' || v_jaar || '-' || lpad(v_nummer::text, greatest(5, length(v_nummer::text)), '0');
  INSERT INTO zaken_zaak (id, soort, zaaknummer, sleutel_id, team_id, gebruikers, verzegeld, aangemaakt_door_id, datum_registratie,
    ontvangen_defensie, voorval_precisie, rubricering, anonimiteit, onderwerp, bronsysteem, externe_referentie, versie)
  VALUES (p_id, p_soort, v_zaaknummer, p_sleutel, p_team, '{}', false, app.uid(), now(),
    v_oud.ontvangen_defensie, 'onbekend', v_oud.rubricering, v_oud.anonimiteit, p_onderwerp, 'applicatie', '', 1);
  INSERT INTO zaken_uitsluiting (id, zaak_id, gebruiker_id, grond, door_id, op)
  SELECT gen_random_uuid(), p_id, u.gebruiker_id, u.grond, u.door_id, u.op FROM zaken_uitsluiting u WHERE u.zaak_id = p_van;
  v_blijft := app.heeft_rol(VARIADIC app.zaakbeleid(p_soort, 'registreert'));
  PERFORM app._ken_toe(p_toekenning, p_id, app.uid(), p_toekenning_reden,
                       CASE WHEN v_blijft THEN NULL ELSE now() + interval '1 microsecond' END);
  PERFORM app.eis_lezer(p_id);
  INSERT INTO zaken_zaakkoppeling (id, soort, van_id, naar_id, reden, van_status, door_id, op)
  VALUES (p_koppeling, 'doorgeleid', p_van, p_id, p_reden, p_status, app.uid(), now());
  RETURN v_zaaknummer;
END $$;

-- Ends what the two functions here gave for one transaction.
CREATE FUNCTION app.sluit_doorgeleiding(p_zaak uuid) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS
$$ BEGIN
  UPDATE zaken_toekenning SET beeindigd_op = now(), beeindigd_door_id = app.uid()
  WHERE content_object_id = p_zaak AND user_id = app.uid() AND beeindigd_op IS NULL
    AND verloopt_op <= verleend_op + interval '1 microsecond';
END $$;

-- The link of a zaak that is about to be annulled ends; who annuls may put the old one back, also unseen, in this
-- transaction. NULL: it came from nowhere. At commit the zaak must be annulled, or nothing of this happened.
CREATE FUNCTION app.open_terugweg(p_zaak uuid, p_toekenning uuid) RETURNS uuid
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS
$$ DECLARE v_oud uuid;
BEGIN
  PERFORM app.eis_zicht(p_zaak);
  IF NOT app.mag_wijzigen(p_zaak) THEN
    RAISE EXCEPTION 'not allowed to annul this' USING ERRCODE = 'JID01';
  END IF;
  UPDATE zaken_zaakkoppeling SET beeindigd_op = now(), beeindigd_door_id = app.uid()
  WHERE naar_id = p_zaak AND soort = 'doorgeleid' AND beeindigd_op IS NULL RETURNING van_id INTO v_oud;
  IF v_oud IS NULL THEN
    RETURN NULL;
  END IF;
  IF EXISTS (SELECT FROM zaken_uitsluiting u WHERE u.zaak_id = v_oud AND u.gebruiker_id = app.uid()) THEN
    RAISE EXCEPTION 'somebody else must do this' USING ERRCODE = 'JID23';
  END IF;
  IF NOT app.mag_wijzigen(v_oud) THEN
    PERFORM app._ken_toe(p_toekenning, v_oud, app.uid(), NULL, now() + interval '1 microsecond');
  END IF;
  RETURN v_oud;
END $$;
GRANT EXECUTE ON FUNCTION app.mag_doorgeleiden(text, text), app.sluit_doorgeleiding(uuid), app.open_terugweg(uuid, uuid),
  app.geleid_door(uuid, uuid, text, uuid, bytea, bigint, uuid, bytea, uuid, bytea, text) TO jid_web;
"""

BLIJFT_WAAR = """
-- For the transition triggers of the registers, which run as who writes.
CREATE FUNCTION app.is_doorgeleid(p_zaak uuid) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS
$$ SELECT coalesce(app.ziet_zaak(p_zaak), false) AND EXISTS (
     SELECT FROM zaken_zaakkoppeling k WHERE k.van_id = p_zaak AND k.soort = 'doorgeleid' AND k.beeindigd_op IS NULL) $$;
CREATE FUNCTION app.komt_nu_terug(p_zaak uuid) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS
$$ SELECT EXISTS (SELECT FROM zaken_zaakkoppeling k
                  WHERE k.van_id = p_zaak AND k.soort = 'doorgeleid' AND k.beeindigd_op = now()) $$;
GRANT EXECUTE ON FUNCTION app.is_doorgeleid(uuid), app.komt_nu_terug(uuid) TO jid_web;

-- Of one event exactly one zaak counts: what others stand on is not annulled from under them.
CREATE FUNCTION app.annuleren_laat_niets_los() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS
$$ BEGIN
  IF EXISTS (SELECT FROM zaken_zaakkoppeling k WHERE k.soort = 'doorgeleid' AND k.beeindigd_op IS NULL AND NEW.id IN (k.van_id, k.naar_id))
     OR EXISTS (SELECT FROM zaken_zaak z WHERE z.samengevoegd_met_id = NEW.id AND z.geannuleerd_op IS NULL) THEN
    RAISE EXCEPTION 'another zaak depends on this one' USING ERRCODE = 'check_violation';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER annuleren_laat_niets_los BEFORE UPDATE OF geannuleerd_op ON zaken_zaak FOR EACH ROW
  WHEN (OLD.geannuleerd_op IS NULL AND NEW.geannuleerd_op IS NOT NULL) EXECUTE FUNCTION app.annuleren_laat_niets_los();

CREATE FUNCTION app.terug_is_geannuleerd() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS
$$ BEGIN
  IF EXISTS (SELECT FROM zaken_zaak z WHERE z.id = NEW.naar_id AND z.geannuleerd_op IS NULL) THEN
    RAISE EXCEPTION 'what goes back is annulled here' USING ERRCODE = 'check_violation';
  END IF;
  RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER terug_is_geannuleerd AFTER UPDATE ON zaken_zaakkoppeling DEFERRABLE INITIALLY DEFERRED
  FOR EACH ROW WHEN (NEW.soort = 'doorgeleid' AND NEW.beeindigd_op IS NOT NULL) EXECUTE FUNCTION app.terug_is_geannuleerd();

-- A zaak is merged into one that its writer sees, of the same kind and standing for itself: the same answer otherwise.
CREATE FUNCTION app.samenvoegen_in_wat_men_ziet() RETURNS trigger
LANGUAGE plpgsql SET search_path = pg_catalog, public, pg_temp AS
$$ BEGIN
  IF current_user = 'jid_web' AND NOT EXISTS (
       SELECT FROM zaken_zaak z WHERE z.id = NEW.samengevoegd_met_id AND z.soort = NEW.soort
         AND z.geannuleerd_op IS NULL AND z.samengevoegd_met_id IS NULL) THEN
    RAISE EXCEPTION 'zaak not visible' USING ERRCODE = 'JID01';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER samenvoegen_in_wat_men_ziet BEFORE UPDATE OF samengevoegd_met_id ON zaken_zaak FOR EACH ROW
  WHEN (NEW.samengevoegd_met_id IS NOT NULL AND NEW.samengevoegd_met_id IS DISTINCT FROM OLD.samengevoegd_met_id)
  EXECUTE FUNCTION app.samenvoegen_in_wat_men_ziet();
"""


class Migration(migrations.Migration):
    dependencies = [("zaken", "0036_toekenning_zonder_reden")]
    operations = [migrations.RunSQL(FUNCTIES), migrations.RunSQL(BLIJFT_WAAR)]
