// What a widget's own model carries: only how to get the rest. The parts are models of their own, one
// for each file, so that ten widgets in a notebook bring the shared code once (see kit.py).

const modules = (globalThis.newsbookModules ??= new Map());

async function load(model) {
  const parts = await Promise.all(model.get("_parts").map((reference) =>
    model.widget_manager.get_model(reference.slice("IPY_MODEL_".length))));
  const code = [];
  let style = "";
  for (const part of parts) {
    if (part.get("name").endsWith(".css")) style += part.get("text");
    else code.push(part.get("text"));
  }
  const text = [`const STYLE = ${JSON.stringify(style)};`, ...code].join("\n");
  if (!modules.has(text)) {
    const url = URL.createObjectURL(new Blob([text], { type: "text/javascript" }));
    modules.set(text, import(url).finally(() => URL.revokeObjectURL(url)));
  }
  return (await modules.get(text)).default();
}

export default () => {
  let loaded = null;
  return {
    async initialize(context) {
      loaded = await load(context.model);
      return loaded.initialize(context);
    },
    render: (context) => loaded.render(context),
  };
};
