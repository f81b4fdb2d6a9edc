"""From when until when, in words."""

from __future__ import annotations

from datetime import date

from django.utils.translation import gettext as _

from schermen.templatetags.jid_ui import datum


def in_woorden(van: date | None, tot: date | None) -> str:
    """Both days inclusive; None: without a beginning, without an end."""
    if van and tot:
        return _("%(van)s tot en met %(tot)s") % {"van": datum(van), "tot": datum(tot)}
    if van:
        return _("Vanaf %(van)s") % {"van": datum(van)}
    if tot:
        return _("Tot en met %(tot)s") % {"tot": datum(tot)}
    return _("Altijd")
