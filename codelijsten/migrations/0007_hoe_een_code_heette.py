"""A code keeps what it was called last: figures of years that were then over say so."""

from django.db import migrations, models

SQL = """
-- As before (0002), and whoever changes a label leaves the one before.
CREATE OR REPLACE FUNCTION app.code_blijft() RETURNS trigger
LANGUAGE plpgsql SET search_path = pg_catalog, public, pg_temp AS
$$ BEGIN
  IF NEW.code <> OLD.code OR NEW.lijst_id <> OLD.lijst_id THEN
    RAISE EXCEPTION 'a code value never changes' USING ERRCODE = 'check_violation';
  END IF;
  IF NEW.label <> OLD.label THEN
    NEW.label_was := OLD.label;
    NEW.label_sinds := now();
  END IF;
  RETURN NEW;
END $$;
COMMENT ON FUNCTION app.code_blijft() IS $uitleg$The value of a code and its list never change: figures of past years
point at it. A label that changes leaves the one before, and since when.$uitleg$;
"""


class Migration(migrations.Migration):
    dependencies = [("codelijsten", "0006_label_met_twee")]
    operations = [
        migrations.AddField(
            model_name="code",
            name="label_was",
            field=models.CharField(
                blank=True, db_default="", default="", editable=False, max_length=160, verbose_name="heette eerder"
            ),
        ),
        migrations.AddField(
            model_name="code",
            name="label_sinds",
            field=models.DateTimeField(editable=False, null=True, verbose_name="label gewijzigd op"),
        ),
        migrations.RunSQL(SQL),
    ]
