"""How the tests' JupyterLab is set: quiet, and without what no test looks at."""

from __future__ import annotations

from typing import Any

SETTINGS: dict[str, dict[str, Any]] = {
    "@jupyterlab/apputils-extension/notification": {
        "checkForUpdates": False,
        "doNotDisturbMode": True,
        "fetchNews": "false",
    },
    "@jupyterlab/docmanager-extension/plugin": {"autosave": False},
    # Every cell is in the page, not only those in view: axe and the locators see what there is.
    "@jupyterlab/notebook-extension/tracker": {"windowingMode": "none"},
}

# What takes time in each notebook that is opened, and never meets a widget.
DISABLED = [
    "@jupyter-notebook/lab-extension",
    "@jupyterlab/apputils-extension:announcements",
    "@jupyterlab/completer-extension",
    "@jupyterlab/debugger-extension",
    "@jupyterlab/extensionmanager-extension",
    "@jupyterlab/help-extension",
    "@jupyterlab/hub-extension",
    "@jupyterlab/lsp-extension",
    "@jupyterlab/pluginmanager-extension",
    "@jupyterlab/toc-extension",
    "@voila-dashboards/jupyterlab-preview",
]
CONFIG: dict[str, dict[str, Any]] = {
    "jupyter_server_config.json": {
        "ServerApp": {"jpserver_extensions": {"jupyter_lsp": False}},
    },
    "labconfig/page_config.json": {"disabledExtensions": dict.fromkeys(DISABLED, True)},
}
