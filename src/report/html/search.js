// Search without diacritics, and filters.

const RESULTS = 100;

function renderFinder() {
  const search = el("input", { id: "search", type: "search", autocomplete: "off", value: state.query });
  search.addEventListener("focus", entries, { once: true });
  search.addEventListener("input", () => { state.query = search.value; renderResults(); });
  const select = (name, options) => {
    const made = el("select", {}, options.map(([value, text]) => el("option", { value, selected: state[name] === value }, text)));
    made.addEventListener("change", () => { state[name] = made.value; renderFiltered(); });
    return made;
  };
  const tick = (name) => {
    const made = el("input", { type: "checkbox", checked: state[name] });
    made.addEventListener("change", () => { state[name] = made.checked; renderFiltered(); });
    return made;
  };
  const statuses = [["", word("all")], ...Object.keys(MARKS).map((status) => [status, word(status)])];
  const domains = [["", word("all")], ...framework.domains.map((domain) => [domain.key, `${domain.code} ${say(domain.name)}`])];
  fill("finder", word("finder"), el("div", { class: "filters" },
    el("label", {}, word("search"), search), el("label", {}, word("status"), select("status", statuses)),
    el("label", {}, word("domain"), select("domain", domains)),
    el("label", { class: "tick" }, tick("required"), word("onlyRequired")), el("label", { class: "tick" }, tick("suggested"), word("onlySuggested"))),
    el("p", { id: "count", "aria-live": "polite" }), el("div", { id: "results" }));
  renderResults();
}

function renderFiltered() {
  renderMap();
  renderGaps();
  renderModules();
  renderResults();
}

// Everything that can be found, with its text folded; made when first searched.
function entries() {
  const here = index();
  if (!here.entries) {
    const found = [];
    const add = (kind, text, what, where) => found.push({ kind, text: text.normalize("NFC"), folded: fold(text), what, where });
    framework.components.forEach((component, at) => ["vi", "en"].forEach((lang) => add("component", `${component.code} ${component.name[lang]}`, { component: at }, lang)));
    framework.cells.forEach((cell, at) => cell.indicators.forEach((indicator) => ["vi", "en"].forEach((lang) => add("indicator", indicator.text[lang], { cell: at }, lang))));
    programme().modules.forEach((module, at) => add("module", `${module.code} ${module.title}`, { module: at }));
    programme().alignments.forEach((one) => add("quote", one.text, { cell: one.cell }, null));
    programme().unlevelled.forEach((one) => add("quote", one.text, { component: one.component }, null));
    here.entries = found;
  }
  return here.entries;
}

function renderResults() {
  const query = state.query.trim().normalize("NFC");
  const results = byId("results");
  if (query.length < 2) {
    byId("count").textContent = "";
    return results.replaceChildren();
  }
  const folded = fold(query);
  const seen = new Set();
  const found = entries().filter((entry) => {
    const own = !entry.where || entry.where === state.lang;
    const key = `${entry.kind} ${entry.text} ${hashOf(entry.what)}`;
    if (!own || !isFound(entry) || !entry.folded.includes(folded) || seen.has(key)) return false;
    seen.add(key);
    return true;
  });
  // Who writes diacritics means them.
  const exact = (entry) => entry.text.toLowerCase().includes(query.toLowerCase()) ? 0 : 1;
  found.sort((a, b) => exact(a) - exact(b));
  const list = found.slice(0, RESULTS).map((entry) => el("li", {},
    el("span", { class: "chip plain" }, word(entry.kind)), " ",
    el("button", { type: "button", class: "link", click: () => open(entry.what) }, highlighted(entry, folded))));
  byId("count").textContent = found.length ? `${found.length} ${word("found")}` : word("nothingFound");
  results.replaceChildren(el("ul", { class: "plain" }, list));
}

// Filters hold for what is of a cell.
function isFound({ what }) {
  return what.cell === undefined || isShown(index().coverage.get(what.cell));
}

function highlighted(entry, folded) {
  const at = entry.folded.indexOf(folded);
  const end = at + folded.length;
  return [entry.text.slice(0, at), el("mark", {}, entry.text.slice(at, end)), entry.text.slice(end)];
}
