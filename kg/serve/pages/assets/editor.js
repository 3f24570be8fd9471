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
yasqe.addPrefixes(data.prefixes);
yasgui.getTab().getYasr().config.prefixes = data.prefixes;

const choice = document.getElementById("ready");
for (const query of data.queries) choice.add(new Option(query.title, query.name));
choice.addEventListener("change", () => {
  const query = data.queries.find((one) => one.name === choice.value);
  if (!query) return;
  const about = document.getElementById("about").value;
  yasqe.setValue(query.text.replaceAll("{about}", JSON.stringify(about)));
});
