// The theme of a page that stands in no notebook: the system's, until somebody chooses. The widgets
// look for JupyterLab's mark on the body, so the page bears the same.

/** Follow the system's theme; returns what turns the page to the other one. */
function followTheme() {
  const dark = matchMedia("(prefers-color-scheme: dark)");
  let chosen = null;
  const apply = () => {
    document.body.dataset.jpThemeLight = String(!(chosen ?? dark.matches));
  };
  dark.addEventListener("change", apply);
  apply();
  return () => {
    chosen = !(chosen ?? dark.matches);
    apply();
  };
}
