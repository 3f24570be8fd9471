"use strict";
const data = JSON.parse(document.getElementById("data").textContent);
const endpoint = new URL("sparql", document.baseURI).href;
const yasgui = new Yasgui(document.getElementById("editor"), {
  requestConfig: { endpoint, method: "POST" },
  copyEndpointOnNewTab: true,
  endpointCatalogueOptions: { getData: () => [{ endpoint }] },
  persistenceId: null,
  autofocus: true,
  yasqe: { value: data.start, createShareableLink: null },
});
const yasqe = yasgui.getTab().getYasqe();

/** The usual prefixes that a query uses and does not declare. */
function missing(text) {
  const declared = yasqe.getPrefixesFromQuery();
  const body = text.replace(/PREFIX\s+\S*:\s*<[^>]*>/gi, "");
  const used = ([name]) => !(name in declared) && new RegExp(`(^|[^\\w:<])${name}:`).test(body);
  return Object.fromEntries(Object.entries(data.prefixes).filter(used));
}

yasqe.on("change", () => {
  const prefixes = missing(yasqe.getValue());
  if (Object.keys(prefixes).length > 0) yasqe.addPrefixes(prefixes);
});
yasgui.getTab().getYasr().config.prefixes = data.prefixes;

const choice = document.getElementById("ready");
for (const query of data.queries) choice.add(new Option(query.title, query.name));
choice.addEventListener("change", () => {
  const query = data.queries.find((one) => one.name === choice.value);
  if (!query) return;
  const about = document.getElementById("about").value;
  yasqe.setValue(query.text.replaceAll("{about}", JSON.stringify(about)));
});
