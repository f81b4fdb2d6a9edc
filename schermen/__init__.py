"""The screen kit: form fields and their renderer, icons, charts, template tags. Knows no domain."""
