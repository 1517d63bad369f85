// A drawing of the graph around a component or a module: three columns, from what comes before to what it serves.

const WIDE = 232, HIGH = 30, GAP = 10, BETWEEN = 50, MOST = 12;

function drawing(what) {
  const graph = what.module === undefined ? aroundComponent(what.component) : aroundModule(what.module);
  const list = el("ul", {}, graph.columns.flat().map((node) => el("li", {}, node.text)));
  return [el("div", { class: "around" },
    el("h3", {}, word("around")),
    el("div", { class: "drawing", tabindex: "0", role: "group", "aria-label": word("around") }, picture(graph)),
    el("details", {}, el("summary", {}, word("aroundList")), list))];
}

function aroundComponent(at) {
  const cells = framework.cells.map((_, cell) => cell).filter((cell) => framework.cells[cell].component === at);
  const carriers = new Map();
  for (const cell of cells) {
    for (const alignment of index().cells[cell]) {
      if (!alignment.counts && !alignment.suggestion && !isClaim(alignment)) continue;
      const key = `${alignment.module}-${cell}`;
      carriers.set(key, { module: alignment.module, cell, strong: alignment.counts || Boolean((carriers.get(key) || {}).strong) });
    }
  }
  const modules = [...new Set([...carriers.values()].map((edge) => edge.module))].sort((a, b) => a - b);
  const shown = modules.slice(0, MOST);
  const left = shown.map(moduleNode).concat(modules.length > MOST ? [{ key: "more", text: `+${modules.length - MOST}` }] : []);
  const middle = cells.map((cell) => cellNode(cell));
  const right = [{ key: "component", text: componentName(at), chosen: true }];
  const edges = [...carriers.values()].filter((edge) => shown.includes(edge.module))
    .map((edge) => ({ from: `m${edge.module}`, to: `c${edge.cell}`, strong: edge.strong }));
  return { columns: [left, middle, right], edges: edges.concat(cells.map((cell) => ({ from: `c${cell}`, to: "component", strong: true }))) };
}

function aroundModule(at) {
  const before = programme().modules[at].prerequisites.filter((module) => module !== at).slice(0, MOST);
  const strong = new Map();
  for (const alignment of index().modules[at]) {
    if (alignment.counts || alignment.suggestion || isClaim(alignment)) strong.set(alignment.cell, alignment.counts || Boolean(strong.get(alignment.cell)));
  }
  const cells = [...strong.keys()].sort((a, b) => a - b);
  const right = cells.slice(0, MOST).map((cell) => cellNode(cell)).concat(cells.length > MOST ? [{ key: "more", text: `+${cells.length - MOST}` }] : []);
  const edges = before.map((module) => ({ from: `m${module}`, to: `m${at}`, strong: true }))
    .concat(cells.slice(0, MOST).map((cell) => ({ from: `m${at}`, to: `c${cell}`, strong: strong.get(cell) })));
  return { columns: [[...new Set(before)].map(moduleNode), [{ ...moduleNode(at), chosen: true }], right], edges };
}

function moduleNode(at) {
  const module = programme().modules[at];
  return { key: `m${at}`, text: module.code === module.title ? module.title : `${module.code} ${module.title}`, what: { module: at } };
}

function cellNode(at) {
  return { key: `c${at}`, text: `${MARKS[index().coverage.get(at).status]} ${say(framework.levels[framework.cells[at].level].name)} · ${componentName(framework.cells[at].component)}`, what: { cell: at } };
}

function picture(graph) {
  const rows = Math.max(1, ...graph.columns.map((column) => column.length));
  const height = rows * (HIGH + GAP) + GAP;
  const width = 3 * WIDE + 2 * BETWEEN + 2 * GAP;
  const spots = new Map();
  graph.columns.forEach((column, x) => {
    const top = (height - column.length * (HIGH + GAP) + GAP) / 2;
    column.forEach((node, y) => spots.set(node.key, { x: GAP + x * (WIDE + BETWEEN), y: top + y * (HIGH + GAP) }));
  });
  const lines = graph.edges.map((edge) => curve(spots.get(edge.from), spots.get(edge.to), edge.strong)).filter(Boolean);
  const nodes = graph.columns.flat().map((node) => drawn(node, spots.get(node.key)));
  return svg("svg", { viewBox: `0 0 ${width} ${height}` }, ...lines, ...nodes);
}

function curve(from, to, strong) {
  if (!from || !to) return null;
  const [x, y, u, v] = [from.x + WIDE, from.y + HIGH / 2, to.x, to.y + HIGH / 2];
  return svg("path", { d: `M${x} ${y} C${x + 25} ${y} ${u - 25} ${v} ${u} ${v}`, class: strong ? "" : "weak" });
}

function drawn(node, spot) {
  const short = node.text.length > 32 ? `${node.text.slice(0, 31)}…` : node.text;
  const text = svg("text", { x: spot.x + 8, y: spot.y + 20 });
  text.textContent = short;
  const title = svg("title", {});
  title.textContent = node.text;
  const box = svg("rect", { x: spot.x, y: spot.y, width: WIDE, height: HIGH, rx: 4 });
  const group = svg("g", { class: node.chosen ? "chosen" : "" }, title, box, text);
  if (!node.what || node.chosen) return group;
  const link = svg("a", { href: `#${hashOf(node.what)}` }, group);
  link.addEventListener("click", (event) => { event.preventDefault(); open(node.what); });
  return link;
}
