"""The API's floor: nobody, unless a view names who."""

from __future__ import annotations

from rest_framework.permissions import BasePermission
from rest_framework.request import Request
from rest_framework.views import APIView


class Niemand(BasePermission):
    """Refuses everybody. DRF opts its views out of `LoginRequiredMiddleware`, so the default must deny."""

    def has_permission(self, request: Request, view: APIView) -> bool:
        return False
