// Gaps, modules by components, the portfolio, and what was found in the files.

function renderGaps() {
  const gaps = programme().gaps.filter((gap) => gap.cells.some((cell) => isShown(index().coverage.get(cell))));
  const justified = programme().cells.filter((cell) => cell.justified);
  const apart = justified.length ? [el("h3", {}, word("justifiedGaps")), el("ul", {}, justified.map((cell) => el("li", {},
    button(cellName(cell.cell), () => open({ cell: cell.cell }), { class: "link" }),
    `: ${cell.justified.reason} (${cell.justified.name}, ${cell.justified.date})`)))] : [];
  const list = gaps.length ? gaps.map(gapCard) : [el("p", {}, word("noGaps"))];
  fill("gaps", word("gaps"), el("p", { class: "soft" }, word("gapsHelp")), list, apart);
}

function gapCard(gap) {
  const link = (cell, text) => button(text, () => open({ cell }), { class: "link" });
  const missing = (cell) => framework.cells[cell].indicators.filter((indicator) => gap.indicators.includes(indicator.key));
  const list = (cell) => el("ul", {}, missing(cell).map((indicator) => el("li", {}, say(indicator.text))));
  const name = gap.scope === "cell" ? link(gap.cells[0], say(gap.name)) : say(gap.name);
  const parts = gap.cells.map((cell) => el("div", {}, gap.scope === "cell" ? null : el("p", {}, link(cell, cellName(cell))), list(cell)));
  return el("article", { class: `gap severity-${gap.severity}` }, el("h3", {}, `${say(gap.word)}: `, name),
    gap.implied ? el("p", {}, word("implied")) : null, parts);
}

function renderModules() {
  const head = el("tr", {}, el("th", { scope: "col" }, word("module")),
    framework.components.map((component, at) => el("th", { scope: "col", class: "number" },
      el("abbr", { title: componentName(at) }, `${tableMark(component)}${component.code}`))));
  const shown = programme().modules.map((_, at) => at).filter(isModuleShown);
  const rows = shown.slice(0, state.rows).map(moduleRow);
  const table = el("table", {}, el("caption", {}, word("modulesHelp")), el("thead", {}, head), el("tbody", {}, rows));
  const rest = shown.length - state.rows;
  const more = rest > 0 ? button(`${word("more")} (${rest})`, () => { state.rows += 200; renderModules(); }, { class: "more" }) : null;
  fill("modules", word("modules"), scroll(word("modules"), table), more);
}

// While something is filtered, only modules that serve a cell that is shown.
function isModuleShown(at) {
  const filtered = state.status || state.domain || state.required || state.suggested;
  return !filtered || index().modules[at].some((alignment) => isShown(index().coverage.get(alignment.cell)));
}

function moduleRow(at) {
  const module = programme().modules[at];
  const name = button(`${module.code} ${module.title === module.code ? "" : module.title}`, () => open({ module: at }), { class: "link", "data-module": module.code });
  const best = index().marks[at];
  return el("tr", {}, el("th", { scope: "row" }, name), framework.components.map((_, component) => moduleMark(best.get(component))));
}

function moduleMark(best) {
  if (!best) return el("td", {});
  const mark = levelMark(best.level);
  const [text, status] = [[`${mark}?`, null], [`(${mark})`, "declared"], [mark, "covered"]][best.strength];
  return el("td", { class: status ? `status-${status}` : null }, text);
}

function renderPortfolio() {
  const section = byId("portfolio");
  section.hidden = !data.portfolio;
  if (!data.portfolio) return;
  const { components, common, lenders, institutions } = data.portfolio;
  const title = (at) => data.programmes[at].title;
  const head = [word("programme"), word("institution"), word("covered"), ...components.map((row) => {
    const component = framework.components[row.component];
    return el("abbr", { title: componentName(row.component) }, `${tableMark(component)}${component.code}`);
  })];
  const rows = data.programmes.map((one, at) => [
    button(one.title, () => choose(at), { class: "link", "data-programme": String(at) }), one.institution,
    `${one.summary.covered}/${one.summary.required}`,
    ...components.map((row) => {
      const { covered, required, status } = row.programmes[at];
      return el("td", { class: `status-${status}` }, `${MARKS[status]} ${covered}/${required}`);
    }),
  ]);
  const named = (list) => list.length === data.programmes.length ? word("all") : list.map(title).join("; ");
  fill("portfolio", word("portfolio"), grid(word("portfolio"), head, rows),
    el("h3", {}, word("institutions")), grid(word("institutions"), [word("institution"), word("programmes"), word("required"), word("covered"), word("possible")],
      institutions.map((one) => [one.name, String(one.programmes.length), String(one.required), String(one.covered), String(one.possible)])),
    el("h3", {}, word("common")), grid(word("common"), [word("component"), word("programmes"), word("programme")],
      common.map((gap) => [cellName(gap.cell), `${gap.programmes.length} / ${data.programmes.length}`, named(gap.programmes)])),
    el("h3", {}, word("lenders")), grid(word("lenders"), [word("component"), word("best"), word("module"), word("helps")],
      lenders.map((one) => [componentName(one.component), title(one.programme),
        one.modules.map((module) => data.programmes[one.programme].modules[module].code).join(", "), named(one.for)])));
}

// A table whose first column heads its rows.
function grid(label, head, rows) {
  const cell = (content, at) => content instanceof HTMLElement && content.tagName === "TD" ? content
    : at === 0 ? el("th", { scope: "row" }, content) : el("td", {}, content);
  if (!rows.length) return el("p", {}, word("none"));
  return scroll(label, el("table", {}, el("thead", {}, el("tr", {}, head.map((text) => el("th", { scope: "col" }, text)))),
    el("tbody", {}, rows.map((row) => el("tr", {}, row.map(cell))))));
}

function renderFindings() {
  const order = programme().progression.map((item) => el("li", {}, `${say(item.message)} `, place(item.place)));
  const rows = data.findings.map((finding) => [word(`severity.${finding.severity}`), say(finding.message), say(finding.help), place(finding.place)]);
  fill("findings", word("findings"),
    grid(word("findings"), [word("severity.info"), word("findings"), word("todo"), word("place")], rows),
    order.length ? [el("h3", {}, word("order")), el("ul", {}, order)] : []);
}

function renderFoot() {
  const files = data.inputs.map((input) => el("li", {}, `${input.path} · SHA-256 ${input.sha256}`));
  byId("foot").replaceChildren(el("p", {}, `khung ${data.khung} · ${framework.id} ${framework.version}`), el("p", {}, word("inputs")), el("ul", {}, files));
}
