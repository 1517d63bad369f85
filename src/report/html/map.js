// The answer, and the heat map of components by levels.

function renderAnswer() {
  const { summary, counts } = programme();
  const share = summary.required ? Math.round((summary.covered * 100) / summary.required) : 0;
  const { addressed, required } = summary.indicators;
  const lead = state.lang === "vi"
    ? `${summary.covered} trong ${summary.required} ô cần đạt (${share} %) được bao phủ bằng minh chứng; ${addressed} trong ${required} biểu hiện có minh chứng. Nếu mọi gợi ý được chấp nhận, nhiều nhất là ${summary.possible} ô.`
    : `${summary.covered} of ${summary.required} required cells (${share} %) are covered by evidence; ${addressed} of ${required} indicators are evidenced. If every suggestion were accepted, at most ${summary.possible} cells would be covered.`;
  const examined = state.lang === "vi"
    ? `Đã đối chiếu ${counts.modules} học phần, ${counts.statements} phát biểu.`
    : `${counts.modules} modules with ${counts.statements} statements were examined.`;
  const listed = counts.modules - programme().left_out;
  const cut = programme().left_out === 0 ? "" : state.lang === "vi"
    ? ` Trang này chỉ nêu ${listed} học phần đầu và minh chứng của chúng; xem đủ trong coverage.xlsx.`
    : ` This page lists the first ${listed} modules and their evidence; coverage.xlsx has all of them.`;
  const bars = el("ul", { class: "bars" }, programme().domains.map(domainBar));
  const heading = data.programmes.length > 1 ? `${word("answer")}: ${programme().title}` : word("answer");
  fill("answer", heading, el("p", { class: "lead" }, lead), el("p", { class: "soft" }, examined + cut), el("p", { class: "legend" }, Object.keys(MARKS).map(chip)), bars);
}

function domainBar({ domain, summary }) {
  const { code, name } = framework.domains[domain];
  const parts = ["covered", "partial", "declared", "uncovered"].filter((status) => summary[status] > 0);
  const said = parts.map((status) => `${word(status)} ${summary[status]}`).join(", ");
  const spans = parts.map((status) =>
    el("span", { class: `status-${status}`, style: `flex: ${summary[status]}`, title: `${word(status)}: ${summary[status]}` }, String(summary[status])));
  return el("li", {}, el("span", {}, `${code} ${say(name)}`), el("div", { class: "strip", role: "img", "aria-label": said }, spans));
}

function renderMap() {
  const head = el("tr", {}, el("th", { scope: "col" }, word("component")),
    framework.levels.map((level) => el("th", { scope: "col" }, say(level.name))));
  const table = el("table", {}, el("caption", {}, word("mapHelp")), el("thead", {}, head), el("tbody", {}, mapRows()));
  table.addEventListener("keydown", moveInMap);
  fill("map", word("map"), legend(), scroll(word("map"), table));
}

function legend() {
  const statuses = Object.keys(MARKS).map(chip);
  const facts = [["⚠", "notGuaranteed"], ["①", "fragile"], ["✎", "notAssessed"], ["✓", "justified"]];
  return el("p", { class: "legend" }, statuses, facts.map(([mark, name]) => el("span", {}, `${mark} ${word(name)}`)));
}

function mapRows() {
  const rows = [];
  let domain = -1;
  framework.components.forEach((component, at) => {
    const cells = framework.cells.map((cell, index) => [cell, index]).filter(([cell]) => cell.component === at);
    if (!cells.some(([, cell]) => isShown(index().coverage.get(cell)))) return;
    if (component.domain !== domain) rows.push(domainRow(domain = component.domain));
    const name = button(componentName(at), () => open({ component: at }), { class: "link", "data-component": component.key });
    rows.push(el("tr", {}, el("th", { scope: "row" }, name), cells.map(([, cell]) => el("td", {}, mapCell(cell)))));
  });
  const first = rows.flatMap((row) => [...row.querySelectorAll(".cell:not(.dim)")])[0];
  if (first) first.tabIndex = 0;
  return rows.length ? rows : [el("tr", {}, el("td", { colspan: framework.levels.length + 1 }, word("nothingFound")))];
}

function domainRow(at) {
  const domain = framework.domains[at];
  const table = framework.tables.length > 1 ? `${say(framework.tables[domain.table].name)} · ` : "";
  return el("tr", { class: "group" },
    el("th", { colspan: framework.levels.length + 1, scope: "colgroup" }, `${table}${domain.code} ${say(domain.name)}`));
}

function mapCell(at) {
  const cell = index().coverage.get(at);
  const total = framework.cells[at].indicators.length;
  const fraction = total ? `${cell.addressed.length}/${total}` : "";
  const facts = cellFacts(cell);
  const spoken = [total && `${fraction} ${word("indicators")}`, ...facts.map(([, name]) => word(name)), !cell.required && word("beyond")];
  const chosen = state.open && state.open.cell === at;
  return el("button", {
    type: "button", tabindex: "-1", "data-cell": framework.cells[at].key, "aria-pressed": String(Boolean(chosen)),
    class: `cell ${cell.required ? `status-${cell.status}` : "beyond"}${isShown(cell) ? "" : " dim"}`, click: () => open({ cell: at }),
  }, el("span", { class: "spoken" }, `${cellName(at)}: `),
  el("b", {}, el("span", { "aria-hidden": "true" }, `${MARKS[cell.status]} `), word(cell.status)),
  el("span", { "aria-hidden": "true" }, [fraction, ...facts.map(([mark]) => mark)].join(" ")),
  el("span", { class: "spoken" }, `, ${spoken.filter(Boolean).join(", ")}`));
}

// What is worth noting of a cell: its mark and its word.
function cellFacts(cell) {
  const served = cell.status === "covered" || cell.status === "partial";
  return [
    served && !cell.guaranteed && ["⚠", "notGuaranteed"],
    served && cell.fragile && ["①", "fragile"],
    served && !cell.assessed && ["✎", "notAssessed"],
    cell.justified && ["✓", "justified"],
  ].filter(Boolean);
}

// Arrow keys go from cell to cell; only one of them is in the order of the Tab key.
function moveInMap(event) {
  const cell = event.target.closest(".cell");
  const step = { ArrowLeft: [0, -1], ArrowRight: [0, 1], ArrowUp: [-1, 0], ArrowDown: [1, 0] }[event.key];
  if (!cell || !step) return;
  event.preventDefault();
  const rows = [...event.currentTarget.querySelectorAll("tbody tr:not(.group)")].map((row) => [...row.querySelectorAll(".cell")]);
  const row = rows.findIndex((cells) => cells.includes(cell));
  const next = (rows[row + step[0]] || [])[rows[row].indexOf(cell) + step[1]];
  if (!next || next.classList.contains("dim")) return;
  cell.tabIndex = -1;
  next.tabIndex = 0;
  next.focus();
}
