"""For The Littlest JupyterHub: copy to ``/opt/tljh/config/jupyterhub_config.d/newsbook.py``.

It expects this checkout in ``/opt/newsbook``, and newsbook in the users' environment; README.md in
the folder above says how. Name who teaches here.
"""

import pwd

c = get_config()  # noqa: F821 -- JupyterHub gives it

TEACHERS = []
PUBLIC = "http://127.0.0.1"  # where people find this hub, as https://hub.example.org

USERS = "/opt/tljh/user/bin"
WORKBOOK = "newsbook-workbook"
CLASS_USER = "newsbook-class"
CLASS_URL, PREFIX = "http://127.0.0.1:8950", "/services/newsbook/"
TEACHES, ENTERS = "custom:newsbook:teach", "access:services!service=newsbook"

c.Spawner.cmd = ["/opt/newsbook/deploy/start", f"{USERS}/jupyterhub-singleuser"]
c.Spawner.notebook_dir = f"~/{WORKBOOK}"
c.Spawner.default_url = "/lab/tree/notebooks/00_start_here.ipynb"
c.Spawner.args = ["--KernelManager.transport=ipc"]
c.Spawner.environment = {"NEWSBOOK_CLASS": CLASS_URL + PREFIX}

try:
    account = pwd.getpwnam(CLASS_USER)
except KeyError:
    print(f"newsbook: no live class, since there is no account {CLASS_USER}.")
else:
    c.JupyterHub.services.append(
        {
            "name": "newsbook",
            "url": CLASS_URL,
            "command": [f"{USERS}/python", "-m", "newsbook.live.hub"],
            "user": CLASS_USER,
            "cwd": account.pw_dir,
            "environment": {
                "NEWSBOOK_CLASS_FOLDER": account.pw_dir,
                "NEWSBOOK_HUB_PUBLIC_URL": PUBLIC,
            },
            "oauth_no_confirm": True,
            "oauth_client_allowed_scopes": [TEACHES],
        }
    )
    c.JupyterHub.custom_scopes = {TEACHES: {"description": "Teach the class at /services/newsbook"}}
    c.JupyterHub.load_roles.extend(
        [
            {"name": "user", "scopes": ["self", ENTERS]},
            {"name": "newsbook-teachers", "scopes": [TEACHES], "users": TEACHERS},
        ]
    )
    c.Spawner.server_token_scopes = ["users:activity!user", "access:servers!server", ENTERS]
