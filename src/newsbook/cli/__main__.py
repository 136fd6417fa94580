"""`python -m newsbook.cli`, for where the folder of installed commands is not on the path."""

from newsbook.cli import main

main(prog_name="newsbook")
