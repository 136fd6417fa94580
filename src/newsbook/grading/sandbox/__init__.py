"""Where submissions run: a process that is cut off from all the rest.

`outside.py` starts it and talks to it; `inside.py` is it; `walls.py` are the system calls that cut
it off. `Sandbox` and `missing_protections` are the interface.
"""

from typing import TYPE_CHECKING

from newsbook.lazy import lazy_names

if TYPE_CHECKING:
    from newsbook.grading.sandbox.limits import Limits as Limits
    from newsbook.grading.sandbox.limits import Work as Work
    from newsbook.grading.sandbox.outside import Sandbox as Sandbox
    from newsbook.grading.sandbox.outside import SandboxError as SandboxError
    from newsbook.grading.sandbox.outside import missing_protections as missing_protections

_HOMES = {
    "Limits": "limits",
    "Sandbox": "outside",
    "SandboxError": "outside",
    "Work": "limits",
    "missing_protections": "outside",
}

__all__ = list(_HOMES)
__getattr__, __dir__ = lazy_names(__name__, _HOMES)
