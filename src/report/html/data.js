// The data, and what is asked of it.

const data = JSON.parse(byId("data").textContent);
const framework = data.framework;

// What a programme's alignments are by cell and by module; made when first asked for.
const indexes = new Map();

function programme() {
  return data.programmes[state.programme];
}

function index() {
  if (!indexes.has(state.programme)) {
    const cells = framework.cells.map(() => []);
    const modules = programme().modules.map(() => []);
    for (const alignment of programme().alignments) {
      cells[alignment.cell].push(alignment);
      modules[alignment.module].push(alignment);
    }
    const loose = programme().modules.map(() => []);
    for (const suggestion of programme().unlevelled) loose[suggestion.module].push(suggestion);
    const coverage = new Map(programme().cells.map((cell) => [cell.cell, cell]));
    indexes.set(state.programme, { cells, modules, loose, coverage, marks: marks(modules), entries: null });
  }
  return indexes.get(state.programme);
}

// For each module, by component, its strongest alignment: evidence before claims before suggestions, then the level.
function marks(modules) {
  return modules.map((alignments) => {
    const best = new Map();
    for (const alignment of alignments) {
      const strength = alignment.counts ? 2 : isClaim(alignment) ? 1 : alignment.suggestion ? 0 : -1;
      const { component, level } = framework.cells[alignment.cell];
      const there = best.get(component);
      const better = !there || strength > there.strength || (strength === there.strength && level > there.level);
      if (strength >= 0 && better) best.set(component, { strength, level });
    }
    return best;
  });
}

function isClaim(alignment) {
  return alignment.basis === "declared" || alignment.basis === "derived";
}

// The prefix that tells a component from that of another table, where there are several.
function tableMark(component) {
  const table = framework.tables[framework.domains[component.domain].table];
  return table.mark ? `${table.mark} ` : "";
}

function componentName(at) {
  const component = framework.components[at];
  return `${tableMark(component)}${component.code} ${say(component.name)}`;
}

function cellName(at) {
  const cell = framework.cells[at];
  return `${componentName(cell.component)} – ${say(framework.levels[cell.level].name)}`;
}

function levelMark(at) {
  const level = framework.levels[at];
  return say(level.mark) || say(level.name).slice(0, 2);
}

function cellAt(key) {
  return framework.cells.findIndex((cell) => cell.key === key);
}

function isShown(cell) {
  const { component } = framework.cells[cell.cell];
  return (!state.status || cell.status === state.status)
    && (!state.domain || framework.domains[framework.components[component].domain].key === state.domain)
    && (!state.required || cell.required)
    && (!state.suggested || cell.suggested.length > 0);
}
