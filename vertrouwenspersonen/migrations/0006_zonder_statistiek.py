"""The planner keeps no statistics of casussen: by its estimates who may ask it anything learns how many somebody has."""

from django.db import migrations

SQL = """
DO $$ DECLARE v_kolom name;
BEGIN
  FOR v_kolom IN SELECT attname FROM pg_attribute
    WHERE attrelid = 'vertrouwenspersonen_casus'::regclass AND attnum > 0 AND NOT attisdropped
  LOOP
    EXECUTE format('ALTER TABLE vertrouwenspersonen_casus ALTER COLUMN %I SET STATISTICS 0', v_kolom);
  END LOOP;
END $$;
"""


class Migration(migrations.Migration):
    dependencies = [("vertrouwenspersonen", "0005_tellen_niet_als_web")]
    operations = [migrations.RunSQL(SQL)]
