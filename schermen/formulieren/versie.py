"""A form that knows on which version it was filled in."""

from __future__ import annotations

from django import forms
from django.http import QueryDict


class Versieform(forms.Form):
    """Changes what exists; `kenmerk` says which version the user saw, and a service refuses another one."""

    kenmerk = forms.CharField(widget=forms.HiddenInput)

    def vergelijk_met(self, kenmerk: str) -> None:
        """Keep what was typed, and let the next save count as seen: it was compared with the version `kenmerk`."""
        getypt = QueryDict(mutable=True)
        getypt.update(self.data)
        getypt["kenmerk"] = kenmerk
        self.data = getypt
