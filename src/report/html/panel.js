// What stands behind a cell, a component or a module: indicators, quotes, and a drawing of what is around it.

let opener = null;

function open(what, focus = true) {
  if (focus && !byId("panel").contains(document.activeElement)) opener = document.activeElement;
  state.open = what;
  history.replaceState(null, "", `#${hashOf(what)}`);
  renderPanel();
  document.querySelectorAll("[data-cell]").forEach((cell) => {
    cell.setAttribute("aria-pressed", String(cell.dataset.cell === (framework.cells[what.cell] || {}).key));
  });
  if (focus) byId("panel-title").focus();
}

function hashOf(what) {
  if (what.cell !== undefined) return framework.cells[what.cell].key;
  if (what.component !== undefined) return framework.components[what.component].key;
  return `module=${encodeURIComponent(programme().modules[what.module].code)}`;
}

function openHash() {
  const hash = readHash();
  const cell = cellAt(hash);
  const component = framework.components.findIndex((one) => one.key === hash);
  const module = programme().modules.findIndex((one) => hash === `module=${one.code}`);
  if (cell >= 0) open({ cell }, false);
  else if (component >= 0) open({ component }, false);
  else if (module >= 0) open({ module }, false);
}

// A hash that somebody typed may be none.
function readHash() {
  try {
    return decodeURIComponent(location.hash.slice(1));
  } catch {
    return "";
  }
}

function closePanel() {
  const key = framework.cells[state.open.cell] && framework.cells[state.open.cell].key;
  state.open = null;
  byId("panel").hidden = true;
  document.querySelector(".split").classList.remove("open");
  document.querySelectorAll("[data-cell][aria-pressed=true]").forEach((cell) => cell.setAttribute("aria-pressed", "false"));
  history.replaceState(null, "", location.pathname + location.search);
  // What the panel was opened from may have been drawn anew since.
  const there = opener && opener.isConnected ? opener : key && document.querySelector(`[data-cell="${key}"]`);
  (there || byId("map")).focus();
}

function renderPanel() {
  const panel = byId("panel");
  if (!state.open) { panel.hidden = true; return; }
  const [title, children] = panelOf(state.open);
  const close = button(word("close"), closePanel, { class: "close" });
  panel.replaceChildren(el("h2", { id: "panel-title", tabindex: "-1" }, el("span", {}, title), close), ...children.flat().filter(Boolean));
  panel.hidden = false;
  document.querySelector(".split").classList.add("open");
}

function panelOf(what) {
  if (what.cell !== undefined) return [cellName(what.cell), cellPanel(what.cell)];
  if (what.component !== undefined) return [componentName(what.component), componentPanel(what.component)];
  const module = programme().modules[what.module];
  return [`${module.code} ${module.title === module.code ? "" : module.title}`, modulePanel(what.module)];
}

function cellPanel(at) {
  const cell = index().coverage.get(at);
  const alignments = index().cells[at];
  const known = framework.cells[at];
  const facts = cellFacts(cell).map(([mark, name]) => el("span", { class: "chip plain" }, `${mark} ${word(name)}`));
  const parts = [el("p", {}, chip(cell.status), " ", facts, cell.required ? "" : ` ${word("beyond")}`)];
  if (cell.missed) parts.push(el("p", {}, `${word("notGuaranteed")}: ${say(cell.missed)}`));
  if (cell.implied) parts.push(el("p", {}, word("implied")));
  if (cell.justified) parts.push(el("p", {}, `${word("justified")}: ${cell.justified.reason} (${cell.justified.name}, ${cell.justified.date})`));
  if (known.whole) parts.push(el("p", {}, say(known.whole)));
  known.indicators.forEach((indicator, position) => parts.push(...indicatorPart(cell, indicator, position, alignments)));
  const loose = alignments.filter((alignment) => alignment.indicator === null);
  if (loose.length) parts.push(el("h3", {}, word("noIndicator")), ...loose.map((alignment) => quote(alignment, true)));
  parts.push(...drawing({ component: known.component }));
  return parts;
}

function indicatorPart(cell, indicator, position, alignments) {
  const there = cell.addressed.includes(position);
  const heading = el("h3", { class: there ? null : "missing" }, `${there ? "●" : "○"} ${word(there ? "addressed" : "missing")}: ${say(indicator.text)}`);
  const quotes = alignments.filter((alignment) => alignment.indicator === position);
  return [heading, ...quotes.map((alignment) => quote(alignment, true))];
}

function componentPanel(at) {
  const cells = framework.cells.map((_, cell) => cell).filter((cell) => framework.cells[cell].component === at);
  const list = cells.map((cell) => {
    const coverage = index().coverage.get(cell);
    return el("li", {}, chip(coverage.status), " ", button(cellName(cell), () => open({ cell }), { class: "link" }));
  });
  const unlevelled = programme().unlevelled.filter((suggestion) => suggestion.component === at);
  const loose = unlevelled.length ? [el("h3", {}, word("noLevel")), ...unlevelled.map((one) => quote({ ...one, suggestion: !one.review }, true))] : [];
  return [el("ul", { class: "plain" }, list), ...drawing({ component: at }), ...loose];
}

function modulePanel(at) {
  const module = programme().modules[at];
  const facts = [
    module.credits !== null && `${module.credits} ${word("credits")}`,
    module.periods !== null && `${module.periods} ${word("periods")}`,
    module.term !== null && `${word("term")} ${module.term}`,
    word(module.compulsory ? "compulsory" : "elective"), module.group,
  ].filter(Boolean).join(" · ");
  const parts = [el("p", {}, facts), el("p", {}, place(module.place)), ...drawing({ module: at })];
  const cells = new Map();
  for (const alignment of index().modules[at]) {
    if (!cells.has(alignment.cell)) cells.set(alignment.cell, []);
    cells.get(alignment.cell).push(alignment);
  }
  for (const [cell, alignments] of [...cells].sort((a, b) => a[0] - b[0])) {
    parts.push(el("h3", {}, button(cellName(cell), () => open({ cell }), { class: "link" })), ...alignments.map((one) => quote(one, false)));
  }
  const loose = index().loose[at];
  if (loose.length) parts.push(el("h3", {}, word("noLevel")), ...loose.map((one) => quote({ ...one, suggestion: !one.review }, false)));
  return parts;
}

// A quote with what tells it: module, place, basis, confidence, whether it counts, and what people decided.
function quote(alignment, withModule) {
  const module = programme().modules[alignment.module];
  const counts = alignment.counts ? "counts" : alignment.suggestion ? "suggestion" : isClaim(alignment) ? "claim" : "refused";
  const told = [
    alignment.kind && word(`kind.${alignment.kind}`), alignment.basis && word(`basis.${alignment.basis}`),
    alignment.confidence !== null && `${word("confidence")} ${Math.round(alignment.confidence * 100)} %`, word(counts),
  ].filter(Boolean).join(" · ");
  const name = withModule && el("p", {}, button(`${module.code} ${module.title}`, () => open({ module: alignment.module }), { class: "link" }));
  const steps = (alignment.path || []).map((step) => el("li", {}, `${step.step} `, place(step.place)));
  return el("div", { class: "quote", "data-alignment": alignment.id }, name,
    el("blockquote", {}, alignment.text), steps.length ? el("ol", {}, steps) : null,
    el("p", {}, place(alignment.place)), el("p", { class: "soft" }, told), review(alignment.review));
}

function review(made) {
  if (!made) return null;
  const signed = [made.reviewer, made.date].filter(Boolean).join(", ");
  const parts = [say(made.decision), signed && `(${signed})`, made.comment, made.contradicted && word("contradicted"), say(made.suspect)];
  return el("p", {}, parts.filter(Boolean).join(" · "));
}
