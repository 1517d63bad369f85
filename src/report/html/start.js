// Language, colours, programme; and the first drawing of all of it.

function renderHead() {
  document.documentElement.lang = state.lang;
  const { title } = programme();
  document.title = `${word("title")}: ${title}`;
  byId("title").textContent = data.programmes.length > 1 ? word("title") : title;
  byId("about").textContent = [
    `${say(framework.title)} (${say(framework.source)})`, `${word("audience")}: ${say(data.audience)}`,
    `${word("target")}: ${say(framework.levels[data.target].name)}`, `${word("policy")}: ${say(data.policy.name)} (${say(data.policy.about)})`,
  ].join(" · ");
  document.querySelectorAll("[data-word]").forEach((element) => { element.textContent = word(element.dataset.word); });
  document.querySelectorAll("[data-label]").forEach((element) => element.setAttribute("aria-label", word(element.dataset.label)));
  document.querySelectorAll("[data-lang]").forEach((element) => element.setAttribute("aria-pressed", String(element.dataset.lang === state.lang)));
  renderChooser();
  renderTheme();
}

function renderChooser() {
  if (data.programmes.length < 2) return;
  const select = el("select", { id: "programme" }, data.programmes.map((one, at) => el("option", { value: String(at), selected: at === state.programme }, one.title)));
  select.addEventListener("change", () => choose(Number(select.value)));
  byId("chooser").replaceChildren(el("label", {}, `${word("programme")}: `, select));
}

function choose(at) {
  Object.assign(state, { programme: at, rows: 100 });
  if (state.open && state.open.module !== undefined) closePanel();
  render();
  byId("map").focus();
}

const THEMES = ["auto", "light", "dark"];
let theme = "auto";
const dark = matchMedia("(prefers-color-scheme: dark)");

function renderTheme() {
  byId("theme").textContent = word(`theme.${theme}`);
  const shown = theme === "auto" ? (dark.matches ? "dark" : "light") : theme;
  document.documentElement.dataset.theme = shown;
}

function render() {
  renderHead();
  renderAnswer();
  renderFinder();
  renderPortfolio();
  renderMap();
  renderPanel();
  renderGaps();
  renderModules();
  renderFindings();
  renderFoot();
}

document.querySelectorAll("[data-lang]").forEach((element) => element.addEventListener("click", () => {
  state.lang = element.dataset.lang;
  render();
}));
byId("theme").addEventListener("click", () => {
  theme = THEMES[(THEMES.indexOf(theme) + 1) % THEMES.length];
  renderTheme();
});
dark.addEventListener("change", renderTheme);
byId("print").addEventListener("click", () => print());
// Paper has no button to show more.
addEventListener("beforeprint", () => { state.rows = programme().modules.length; renderModules(); });
addEventListener("keydown", (event) => { if (event.key === "Escape" && state.open) closePanel(); });
addEventListener("hashchange", openHash);

state.lang = data.lang;
render();
if (location.hash) openHash();
// So that the first search need not wait.
if (window.requestIdleCallback) requestIdleCallback(entries);
