"""Processes that start warm: forks of one that has imported what they need.

The interface is `Zygote` and `Fork`: start a zygote, ask it for a fork that calls a function.
`WarmProvisioner` makes kernels of them, under `jupyter_client`'s own extension point. Linux has
all that this stands on; elsewhere, and where the environment says ``NEWSBOOK_WARM=0``, kernels
start as they always did.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from newsbook.lazy import lazy_names

if TYPE_CHECKING:
    from newsbook.workbook.warm.client import Fork as Fork
    from newsbook.workbook.warm.client import NoFork as NoFork
    from newsbook.workbook.warm.client import Zygote as Zygote
    from newsbook.workbook.warm.client import available as available
    from newsbook.workbook.warm.provisioner import WarmProvisioner as WarmProvisioner

_HOMES = {
    "Fork": "client",
    "NoFork": "client",
    "WarmProvisioner": "provisioner",
    "Zygote": "client",
    "available": "client",
}

__all__ = list(_HOMES)
__getattr__, __dir__ = lazy_names(__name__, _HOMES)
