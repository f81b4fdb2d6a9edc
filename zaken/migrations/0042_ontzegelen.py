"""A seal that was a mistake is undone by two; a sealed zaak goes to another register sealed."""

import uuid

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import zaken.versleuteling.velden

ONTZEGELEN = """
ALTER TABLE zaken_ontzegeling ENABLE ROW LEVEL SECURITY;
CREATE POLICY zien ON zaken_ontzegeling FOR SELECT TO jid_web USING (EXISTS (SELECT FROM zaken_zaak z WHERE z.id = zaak_id));
GRANT SELECT ON zaken_ontzegeling TO jid_web;
ALTER POLICY alleen_een_functie ON logboek_gebeurtenis WITH CHECK (
  soort NOT IN ('noodtoegang_geopend', 'noodtoegang_beeindigd', 'noodtoegang_beoordeeld', 'toegang_beeindigd',
                'ontzegeling_gevraagd', 'ontzegeling_geweigerd', 'ontzegeld'));

-- The behandelaar of a sealed zaak, or who substitutes for them, asks; the application asks which of them it is.
CREATE FUNCTION app.vraag_ontzegeling(p_id uuid, p_zaak uuid, p_reden bytea) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS
$$ BEGIN
  IF NOT coalesce(app.mag_wijzigen(p_zaak), false) THEN
    RAISE EXCEPTION 'zaak not visible' USING ERRCODE = 'JID01';
  END IF;
  PERFORM FROM zaken_zaak z WHERE z.id = p_zaak AND z.verzegeld AND z.geannuleerd_op IS NULL FOR UPDATE;
  IF NOT FOUND OR EXISTS (SELECT FROM zaken_ontzegeling o WHERE o.zaak_id = p_zaak AND o.besluit = '') THEN
    RAISE EXCEPTION 'not sealed, or asked already' USING ERRCODE = 'JID25';
  END IF;
  INSERT INTO zaken_ontzegeling (id, zaak_id, reden, gevraagd_door_id, gevraagd_op, besluit)
  VALUES (p_id, p_zaak, p_reden, app.uid(), now(), '');
  PERFORM app.noteer_zaak('ontzegeling_gevraagd', p_zaak, p_id::text, '{}');
END $$;

-- Agree, refuse, or take back (who asked). Agreeing is for somebody else who works with the zaak and so can judge: sealed as
-- it is, that is somebody outside COID. It takes the seal off and nothing else: no team, no grant comes back.
CREATE FUNCTION app.beslis_ontzegeling(p_zaak uuid, p_id uuid, p_akkoord boolean) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS
$$ DECLARE v zaken_ontzegeling; v_besluit text;
BEGIN
  IF NOT coalesce(app.mag_wijzigen(p_zaak), false) THEN
    RAISE EXCEPTION 'zaak not visible' USING ERRCODE = 'JID01';
  END IF;
  PERFORM FROM zaken_zaak z WHERE z.id = p_zaak FOR UPDATE;
  SELECT * INTO v FROM zaken_ontzegeling WHERE id = p_id AND zaak_id = p_zaak FOR UPDATE;
  IF NOT FOUND OR v.besluit <> '' OR EXISTS (SELECT FROM zaken_zaak z WHERE z.id = p_zaak AND z.geannuleerd_op IS NOT NULL) THEN
    RAISE EXCEPTION 'decided already' USING ERRCODE = 'JID25';
  END IF;
  IF p_akkoord AND v.gevraagd_door_id = app.uid() THEN
    RAISE EXCEPTION 'a second person agrees' USING ERRCODE = 'JID01';
  END IF;
  -- Who asked must still be somebody who works with it.
  IF p_akkoord AND NOT (v.gevraagd_door_id IN (
      SELECT t.user_id FROM zaken_toekenning t WHERE t.content_object_id = p_zaak AND t.beeindigd_op IS NULL
        AND (t.verloopt_op IS NULL OR t.verloopt_op > now()))
      AND app.heeft_zaakrol(v.gevraagd_door_id)
      AND EXISTS (SELECT FROM gebruikers_gebruiker g WHERE g.id = v.gevraagd_door_id AND g.is_active)) THEN
    RAISE EXCEPTION 'who asked is no reader any more' USING ERRCODE = 'JID25';
  END IF;
  v_besluit := CASE WHEN p_akkoord THEN 'akkoord' WHEN v.gevraagd_door_id = app.uid() THEN 'ingetrokken' ELSE 'geweigerd' END;
  UPDATE zaken_ontzegeling SET besluit = v_besluit, besloten_op = now(), besloten_door_id = app.uid() WHERE id = p_id;
  IF p_akkoord THEN
    UPDATE zaken_zaak SET verzegeld = false, versie = versie + 1 WHERE id = p_zaak AND verzegeld;
  END IF;
  PERFORM app.noteer_zaak(CASE WHEN p_akkoord THEN 'ontzegeld' ELSE 'ontzegeling_geweigerd' END, p_zaak, p_id::text,
                          jsonb_build_object('gevraagd_door', v.gevraagd_door_id));
END $$;
REVOKE ALL ON FUNCTION app.vraag_ontzegeling(uuid, uuid, bytea), app.beslis_ontzegeling(uuid, uuid, boolean) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION app.vraag_ontzegeling(uuid, uuid, bytea), app.beslis_ontzegeling(uuid, uuid, boolean) TO jid_web;
"""

VERZEGELEN = """
-- Of a pair the one half may be sealed when the other is.
CREATE OR REPLACE FUNCTION app.verzegel(p_zaak uuid, p_behandelaar bigint, p_toekenning uuid, p_reden bytea) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS
$$ BEGIN
  PERFORM app.eis_zicht(p_zaak);
  PERFORM app.eis_kiesbaar(p_zaak, p_behandelaar);
  PERFORM app.eis_rol_voor(p_zaak, p_behandelaar, 'behandelaar');
  IF EXISTS (SELECT FROM zaken_zaakkoppeling k
             JOIN zaken_zaak z ON z.id = CASE WHEN k.van_id = p_zaak THEN k.naar_id ELSE k.van_id END
             WHERE k.soort = 'doorgeleid' AND k.beeindigd_op IS NULL AND p_zaak IN (k.van_id, k.naar_id)
               AND NOT z.verzegeld) THEN
    RAISE EXCEPTION 'the other half would stay open' USING ERRCODE = 'JID24';
  END IF;
  UPDATE zaken_zaak SET verzegeld = true, team_id = NULL, behandelaar_id = p_behandelaar, versie = versie + 1
  WHERE id = p_zaak AND NOT verzegeld;
  IF NOT FOUND THEN
    RAISE EXCEPTION 'sealed already' USING ERRCODE = 'JID02';
  END IF;
  PERFORM app._ken_toe(p_toekenning, p_zaak, p_behandelaar, p_reden, NULL);
  UPDATE zaken_toekenning SET beeindigd_op = now(), beeindigd_door_id = app.uid(), einde = 'verzegeld'
  WHERE content_object_id = p_zaak AND beeindigd_op IS NULL AND NOT app.staat_buiten_coid(user_id);
  PERFORM app.eis_lezer(p_zaak);
END $$;
"""

DOORGELEIDEN = """
-- As before; of a sealed zaak the new one is sealed from its first moment: no desk, but a behandelaar outside COID
-- (`p_behandelaar`), who gets access here and is made the behandelaar when it is filled in (`app.wijs_toe`).
DROP FUNCTION app.geleid_door(uuid, uuid, text, uuid, bytea, bigint, uuid, bytea, uuid, bytea, text);
CREATE FUNCTION app.geleid_door(p_van uuid, p_id uuid, p_soort text, p_sleutel uuid, p_onderwerp bytea, p_team bigint,
                                p_behandelaar bigint, p_toekenning uuid, p_toekenning_reden bytea, p_koppeling uuid,
                                p_reden bytea, p_status text)
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
  IF v_oud.verzegeld <> (p_behandelaar IS NOT NULL) OR v_oud.verzegeld <> (p_team IS NULL) THEN
    RAISE EXCEPTION 'a sealed zaak goes to somebody outside COID, another to a desk' USING ERRCODE = 'JID21';
  END IF;
  IF p_soort = 'klacht' AND v_oud.anonimiteit = 'anoniem' THEN
    RAISE EXCEPTION 'a klacht is never anonymous' USING ERRCODE = 'JID22';
  END IF;
  IF p_team IS NOT NULL AND NOT EXISTS (SELECT FROM gebruikers_team t WHERE t.id = p_team AND t.is_actief AND t.soort = app.bureau(p_soort)) THEN
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
  VALUES (p_id, p_soort, v_zaaknummer, p_sleutel, p_team, '{}', v_oud.verzegeld, app.uid(), now(),
    v_oud.ontvangen_defensie, 'onbekend', v_oud.rubricering, v_oud.anonimiteit, p_onderwerp, 'applicatie', '', 1);
  INSERT INTO zaken_uitsluiting (id, zaak_id, gebruiker_id, grond, door_id, op)
  SELECT gen_random_uuid(), p_id, u.gebruiker_id, u.grond, u.door_id, u.op FROM zaken_uitsluiting u WHERE u.zaak_id = p_van;
  v_blijft := app.heeft_rol(VARIADIC app.zaakbeleid(p_soort, 'registreert'));
  PERFORM app._ken_toe(p_toekenning, p_id, app.uid(), p_toekenning_reden,
                       CASE WHEN v_blijft THEN NULL ELSE now() + interval '1 microsecond' END);
  IF p_behandelaar IS NOT NULL THEN
    PERFORM app.eis_kiesbaar(p_id, p_behandelaar);
    PERFORM app.eis_rol_voor(p_id, p_behandelaar, 'behandelaar');
    IF NOT app.staat_buiten_coid(p_behandelaar) THEN
      RAISE EXCEPTION 'a sealed zaak goes to somebody outside COID' USING ERRCODE = 'JID02';
    END IF;
    PERFORM app._geef_zonder_reden(p_id, p_behandelaar, NULL, NULL);
  END IF;
  PERFORM app.eis_lezer(p_id);
  INSERT INTO zaken_zaakkoppeling (id, soort, van_id, naar_id, reden, van_status, door_id, op)
  VALUES (p_koppeling, 'doorgeleid', p_van, p_id, p_reden, p_status, app.uid(), now());
  RETURN v_zaaknummer;
END $$;
REVOKE ALL ON FUNCTION app.geleid_door(uuid, uuid, text, uuid, bytea, bigint, bigint, uuid, bytea, uuid, bytea, text) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION app.geleid_door(uuid, uuid, text, uuid, bytea, bigint, bigint, uuid, bytea, uuid, bytea, text) TO jid_web;
"""


def _gebruiker(null: bool = False) -> models.ForeignKey:
    return models.ForeignKey(
        null=null, on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
    )


class Migration(migrations.Migration):
    dependencies = [
        ("zaken", "0041_einde_van_toegang"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]
    operations = [
        migrations.CreateModel(
            name="Ontzegeling",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                (
                    "reden",
                    zaken.versleuteling.velden.VersleuteldeTekst(max_tekens=1000, verbose_name="reden"),
                ),
                ("gevraagd_op", models.DateTimeField(verbose_name="gevraagd op")),
                (
                    "besluit",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("akkoord", "Akkoord"),
                            ("geweigerd", "Geweigerd"),
                            ("ingetrokken", "Ingetrokken"),
                        ],
                        default="",
                        max_length=12,
                        verbose_name="besluit",
                    ),
                ),
                ("besloten_op", models.DateTimeField(null=True, verbose_name="besloten op")),
                ("besloten_door", _gebruiker(null=True)),
                ("gevraagd_door", _gebruiker()),
                (
                    "zaak",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="ontzegelingen",
                        to="zaken.zaak",
                    ),
                ),
            ],
            options={
                "verbose_name": "ontzegeling",
                "verbose_name_plural": "ontzegelingen",
                "ordering": ["-gevraagd_op"],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("besluit", "")), fields=("zaak",), name="ontzegeling_een_open"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("besluit", "akkoord"), _negated=True),
                            models.Q(("besloten_door", models.F("gevraagd_door")), _negated=True),
                            _connector="OR",
                        ),
                        name="ontzegeling_nooit_zelf",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("besloten_door__isnull", True), ("besloten_op__isnull", True), ("besluit", "")
                            ),
                            models.Q(
                                ("besloten_door__isnull", False),
                                ("besloten_op__isnull", False),
                                ("besluit__in", ["akkoord", "geweigerd", "ingetrokken"]),
                            ),
                            _connector="OR",
                        ),
                        name="ontzegeling_besluit",
                    ),
                ],
            },
        ),
        *(migrations.RunSQL(sql) for sql in (ONTZEGELEN, VERZEGELEN, DOORGELEIDEN)),
    ]
