"""JupyterHub for a class on one Linux machine; `jupyterhub -f` takes this file, as root.

Users are the machine's own accounts. Who is in the group ``newsbook`` may come in, with the
account's password; who is in ``newsbook-teachers``, too, and teaches. Each user's server runs under
their own user id, on a workbook in their own home folder. README.md beside this file says more.
"""

import grp
import os
import pwd
import sys
from pathlib import Path

import newsbook

c = get_config()  # noqa: F821 -- JupyterHub gives it

HERE = Path(__file__).resolve().parent
PROGRAMS = Path(sys.executable).parent
STATE = Path(os.environ.get("NEWSBOOK_HUB_STATE", "/var/lib/newsbook-hub"))
STUDENTS, TEACHERS = "newsbook", "newsbook-teachers"
WORKBOOK = "newsbook-workbook"

if os.geteuid() != 0:
    sys.exit(
        "newsbook: start JupyterHub as root here, since each user's server is to run as that user. "
        "For yourself alone, `newsbook` is all you need."
    )


def _hidden(path):
    """The folder that keeps other users from a path; None where there is none."""
    ways = [path, *path.parents]
    return next((way for way in reversed(ways) if not way.stat().st_mode & 0o001), None)


for place in (Path(sys.executable).resolve(), Path(newsbook.__file__).parent, PROGRAMS, HERE):
    if hidden := _hidden(place):
        sys.exit(
            f"newsbook: {hidden} is closed to other users, and their servers need what is in it. "
            "Install Python, newsbook and this folder where all may read, as in /opt/newsbook."
        )

# What the hub remembers, its secrets among it.
STATE.mkdir(mode=0o700, parents=True, exist_ok=True)
STATE.chmod(0o700)
c.JupyterHub.db_url = f"sqlite:///{STATE / 'hub.sqlite'}"
c.JupyterHub.cookie_secret_file = str(STATE / "cookie_secret")
c.ConfigurableHTTPProxy.pid_file = str(STATE / "proxy.pid")

# Only this machine, until something that speaks HTTPS stands before it.
c.JupyterHub.bind_url = os.environ.get("NEWSBOOK_HUB_URL", "http://127.0.0.1:8000")
PUBLIC = os.environ.get("NEWSBOOK_HUB_PUBLIC_URL", c.JupyterHub.bind_url)
# A proxy in Python, so that no Node is needed.
c.ConfigurableHTTPProxy.command = [sys.executable, str(HERE / "proxy.py")]


def groups_of(authenticator, handler, authentication):
    """Tell the hub which of the two groups a user is in, at each login."""
    name = authentication["name"]
    ids = os.getgrouplist(name, pwd.getpwnam(name).pw_gid)
    authentication["groups"] = [group for group in (STUDENTS, TEACHERS) if _id_of(group) in ids]
    return authentication


def _id_of(group):
    try:
        return grp.getgrnam(group).gr_gid
    except KeyError:
        return None


c.JupyterHub.authenticator_class = "pam"
c.LocalAuthenticator.allowed_groups = {STUDENTS, TEACHERS}
c.Authenticator.manage_groups = True
c.Authenticator.post_auth_hook = groups_of

# A server runs as its user, in their workbook, which `start` makes or brings up to date.
c.JupyterHub.spawner_class = "jupyterhub.spawner.LocalProcessSpawner"
c.Spawner.cmd = [str(HERE / "start"), sys.executable, "-m", "jupyterhub.singleuser"]
c.Spawner.notebook_dir = f"~/{WORKBOOK}"
c.Spawner.default_url = "/lab/tree/notebooks/00_start_here.ipynb"
# `newsbook` is found in terminals, and by `start`.
c.Spawner.environment = {
    "PATH": os.pathsep.join([str(PROGRAMS), os.environ.get("PATH", os.defpath)]),
}
# On a machine that is shared, a kernel's TCP ports are anybody's to listen to; its Unix sockets
# lie in a folder that is the user's alone.
c.Spawner.args = ["--KernelManager.transport=ipc"]

# The class, live: who has logged in answers as that user, in the browser or from a notebook.
CLASS_USER = "newsbook-class"
CLASS_URL = os.environ.get("NEWSBOOK_CLASS_URL", "http://127.0.0.1:8950")
PREFIX = "/services/newsbook/"
TEACHES = "custom:newsbook:teach"
ENTERS = "access:services!service=newsbook"

try:
    account = pwd.getpwnam(CLASS_USER)
except KeyError:
    print(f"newsbook: no live class, since there is no account {CLASS_USER}; see README.md.")
else:
    c.JupyterHub.services = [
        {
            "name": "newsbook",
            "url": CLASS_URL,
            "command": [sys.executable, "-m", "newsbook.live.hub"],
            # It reads what students send, so it is nobody in particular.
            "user": CLASS_USER,
            "cwd": account.pw_dir,
            "environment": {
                "NEWSBOOK_CLASS_FOLDER": account.pw_dir,
                "NEWSBOOK_HUB_PUBLIC_URL": PUBLIC,
                "NEWSBOOK_CLASS_NAMES": os.environ.get("NEWSBOOK_CLASS_NAMES", ""),
                "PYTHONPATH": os.environ.get("PYTHONPATH", ""),
            },
            "oauth_no_confirm": True,
            "oauth_client_allowed_scopes": [TEACHES],
            "display": True,
        }
    ]
    c.JupyterHub.custom_scopes = {TEACHES: {"description": "Teach the class at /services/newsbook"}}
    c.JupyterHub.load_roles = [
        {"name": "user", "scopes": ["self", ENTERS]},
        {"name": "newsbook-teachers", "scopes": [TEACHES], "groups": [TEACHERS]},
    ]
    # What a kernel's token can do: as ever, and answer in the class. `newsbook.join()` uses it.
    c.Spawner.server_token_scopes = ["users:activity!user", "access:servers!server", ENTERS]
    c.Spawner.environment["NEWSBOOK_CLASS"] = CLASS_URL + PREFIX
