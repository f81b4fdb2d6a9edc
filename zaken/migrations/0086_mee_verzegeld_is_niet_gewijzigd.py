"""Who sealed a zaak along with another, unseen, is not told to its readers as who changed it last."""

from django.db import migrations

SQL = """
-- As before (0082), and the event says that it came along.
CREATE OR REPLACE FUNCTION app._verzegel_ook(p_zaak uuid, p_behandelaar bigint) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS
$$ DECLARE v_ziet boolean := app.ziet_zaak(p_zaak); v_past boolean; v_door bigint; v_zichzelf boolean;
BEGIN
  v_zichzelf := p_behandelaar = app.uid() AND NOT (v_ziet AND app._mag_uitsluiten(p_zaak));
  PERFORM app._houd_gebruiker(p_behandelaar);
  v_door := app._als_niemand();
  IF EXISTS (SELECT FROM zaken_zaak z WHERE z.id = p_zaak AND z.geannuleerd_op IS NOT NULL) THEN
    v_past := NOT EXISTS (SELECT FROM zaken_uitsluiting u WHERE u.zaak_id = p_zaak AND u.gebruiker_id = p_behandelaar);
  ELSE
    v_past := app._past_bij(p_zaak, p_behandelaar, 'behandelaar');
  END IF;
  IF NOT v_past THEN
    RAISE EXCEPTION 'this person cannot be chosen' USING ERRCODE = CASE WHEN v_ziet THEN 'JID24' ELSE 'JID02' END;
  END IF;
  IF v_zichzelf THEN
    PERFORM app._verzegel_aan_niemand(p_zaak, v_door);
    PERFORM app._weer(v_door);
    PERFORM app._log_zaak('verzegeld', p_zaak, '{}');
    IF NOT app._andere_lezer(p_zaak, NULL, true, 0) THEN
      PERFORM app._log_zaak('zonder_lezer', p_zaak, '{}');
      PERFORM app._meld_beheer('zonder_lezer');
    END IF;
    RETURN;
  END IF;
  PERFORM app._verzegel_mee(p_zaak, p_behandelaar);
  PERFORM app._weer(v_door);
  PERFORM app._log_zaak('verzegeld', p_zaak, '{}');
  PERFORM app._log_zaak('toegewezen', p_zaak, jsonb_build_object('aan', p_behandelaar, 'mee', true));
END $$;

-- As before (0066), and never somebody who sealed it along with another.
CREATE OR REPLACE FUNCTION app.laatste_wijziger(p_zaak uuid, p_persoon text) RETURNS bigint
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS
$$ SELECT l.door_id FROM logboek_gebeurtenis l
   WHERE l.zaak_id = p_zaak AND (SELECT app.ziet_zaak(p_zaak))
     AND CASE WHEN p_persoon = '' THEN l.soort IN ('gewijzigd', 'status_gewijzigd', 'toegewezen', 'geannuleerd')
         ELSE l.soort = 'persoon_gewijzigd' AND l.object_id = p_persoon END
     AND NOT l.bijzonderheden ? 'mee'
     AND NOT (l.soort = 'status_gewijzigd' AND EXISTS (
       SELECT FROM zaken_statuswijziging s WHERE s.zaak_id = p_zaak AND s.id::text = l.object_id AND s.door_id IS NULL))
   ORDER BY l.tijdstip DESC LIMIT 1 $$;
"""


class Migration(migrations.Migration):
    dependencies = [("zaken", "0085_waarneming_van_een_beheerder")]
    operations = [migrations.RunSQL(SQL)]
