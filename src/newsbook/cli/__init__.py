"""The command line: `newsbook` and its commands."""

from newsbook.cli.main import main

__all__ = ["main"]
