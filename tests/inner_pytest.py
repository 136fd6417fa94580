"""An inner run of pytest, in a fork that has imported what it needs. See `support.run_pytest`."""

import os
import sys

import pytest

from newsbook.workbook.warm.provisioner import warm_by_default


def run(arguments: list[str]) -> None:
    """Run pytest as a command would, and end as it does."""
    warm_by_default()  # nbval makes its own kernels
    sys.argv = ["pytest", *arguments]
    code = pytest.main(arguments)
    # Nothing is left to be done, and taking all these modules down costs as much as a small run.
    sys.stdout.flush()
    sys.stderr.flush()
    os._exit(int(code))


if __name__ == "run_pytest":
    run(globals()["ARGUMENTS"])
