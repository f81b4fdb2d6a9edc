"""Holes that a review of the access rules found, closed: log, keys, last readers, annulling, temporary tables."""

from django.db import migrations

LOGBOEK = """
-- The moment of an event is the database's, and a row about a zaak is written by somebody who sees it. What only the
-- functions of schema app record (roles, accounts, teams, codes, days with casussen) nobody writes beside them.
CREATE FUNCTION app.logmoment() RETURNS trigger LANGUAGE plpgsql SET search_path = pg_catalog, public, pg_temp AS
$$ BEGIN
  IF current_user = 'jid_web' THEN NEW.tijdstip := clock_timestamp(); END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER logmoment BEFORE INSERT ON logboek_gebeurtenis FOR EACH ROW EXECUTE FUNCTION app.logmoment();
DROP POLICY toevoegen ON logboek_gebeurtenis;
CREATE POLICY toevoegen ON logboek_gebeurtenis FOR INSERT TO jid_web WITH CHECK (
  (door_id IS NOT DISTINCT FROM app.uid() OR (door_id IS NULL AND soort = 'aanmelden_mislukt'))
  AND soort NOT IN ('casus_dag', 'rollen_gewijzigd', 'team_gewijzigd', 'gebruiker_uitgenodigd', 'gebruiker_gewijzigd',
                    'gebruiker_geactiveerd', 'gebruiker_gedeactiveerd', 'code_gewijzigd')
  AND (zaak_id IS NULL OR app.ziet_zaak(zaak_id)));
"""

SLEUTELS = """
-- A draft never points at the key of a zaak: it would give the key back to who no longer sees that zaak.
CREATE FUNCTION app.sleutel_van_zaak(p_sleutel uuid) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS
$$ SELECT EXISTS (SELECT FROM zaken_zaak z WHERE z.sleutel_id = p_sleutel) $$;
GRANT EXECUTE ON FUNCTION app.sleutel_van_zaak(uuid) TO jid_web;
DROP POLICY eigen_nieuw ON zaken_concept;
CREATE POLICY eigen_nieuw ON zaken_concept FOR INSERT TO jid_web
  WITH CHECK (eigenaar_id = app.uid() AND NOT app.sleutel_van_zaak(sleutel_id));
"""

LEZERS = """
-- Who could read the zaak for good: a grant that expires does not count, or a zaak could be left to nobody.
CREATE OR REPLACE FUNCTION app.lezers(p_zaak uuid) RETURNS SETOF bigint
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS
$$ SELECT g.id FROM gebruikers_gebruiker g
   WHERE g.is_active
     AND EXISTS (SELECT FROM gebruikers_roltoekenning r WHERE r.gebruiker_id = g.id
                 AND r.rol IN ('adviseur', 'onderzoeker', 'intake', 'klachtsecretaris', 'ckp', 'misstanden'))
     AND (EXISTS (SELECT FROM zaken_toekenning t WHERE t.content_object_id = p_zaak AND t.user_id = g.id
                  AND t.beeindigd_op IS NULL AND t.verloopt_op IS NULL)
          OR EXISTS (SELECT FROM zaken_zaak z JOIN gebruikers_lidmaatschap l ON l.team_id = z.team_id
                     WHERE z.id = p_zaak AND NOT z.verzegeld AND l.gebruiker_id = g.id))
     AND NOT EXISTS (SELECT FROM zaken_uitsluiting u WHERE u.zaak_id = p_zaak AND u.gebruiker_id = g.id) $$;

CREATE OR REPLACE FUNCTION app.verleen(p_id uuid, p_zaak uuid, p_gebruiker bigint, p_reden bytea, p_verloopt timestamptz)
RETURNS void LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS
$$ BEGIN
  PERFORM app.eis_zicht(p_zaak);
  PERFORM app.eis_kiesbaar(p_zaak, p_gebruiker);
  PERFORM app._ken_toe(p_id, p_zaak, p_gebruiker, p_reden, p_verloopt);
  PERFORM app.eis_lezer(p_zaak);
END $$;
"""

ANNULERING = """
-- An annulled number stays annulled, whoever sees the zaak; and where a zaak came from changes by import only.
CREATE FUNCTION app.annulering_blijft() RETURNS trigger LANGUAGE plpgsql SET search_path = pg_catalog, public, pg_temp AS
$$ BEGIN
  IF (OLD.geannuleerd_op, OLD.geannuleerd_door_id) IS DISTINCT FROM (NEW.geannuleerd_op, NEW.geannuleerd_door_id)
     AND OLD.geannuleerd_op IS NOT NULL THEN
    RAISE EXCEPTION 'an annulment stays' USING ERRCODE = 'check_violation';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER annulering_blijft BEFORE UPDATE OF geannuleerd_op, geannuleerd_door_id, geannuleerd_reden ON zaken_zaak
  FOR EACH ROW EXECUTE FUNCTION app.annulering_blijft();
REVOKE UPDATE (externe_referentie) ON zaken_zaak FROM jid_web;
"""


class Migration(migrations.Migration):
    dependencies = [("zaken", "0006_termijninstellingen_gegevens"), ("logboek", "0004_termijnregel_gewijzigd")]
    operations = [migrations.RunSQL(sql) for sql in (LOGBOEK, SLEUTELS, LEZERS, ANNULERING)]
