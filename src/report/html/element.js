// Elements made of text alone: nothing from a workbook is ever read as markup.

function el(tag, attributes, ...children) {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes || {})) {
    if (name === "click") made.addEventListener("click", value);
    else if (value !== null && value !== undefined && value !== false) made.setAttribute(name, value === true ? "" : value);
  }
  made.append(...children.flat().filter((child) => child !== null && child !== undefined && child !== false && child !== ""));
  return made;
}

function svg(tag, attributes, ...children) {
  const made = document.createElementNS("http://www.w3.org/2000/svg", tag);
  for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, value);
  made.append(...children);
  return made;
}

function byId(id) {
  return document.getElementById(id);
}

// A section's heading and what is below it.
function fill(id, heading, ...children) {
  byId(id).replaceChildren(el("h2", { id: `${id}-title` }, heading), ...children.flat().filter(Boolean));
}

function button(text, click, attributes) {
  return el("button", { type: "button", click, ...attributes }, text);
}

function scroll(label, child) {
  return el("div", { class: "scroll", tabindex: "0", role: "region", "aria-label": `${label}: ${word("table")}` }, child);
}

const MARKS = { covered: "●", partial: "◐", declared: "◇", uncovered: "○" };

function chip(status) {
  return el("span", { class: `chip status-${status}` }, `${MARKS[status]} ${word(status)}`);
}

// Lower case without diacritics, one letter for one letter of the composed text, so that a match points into it.
function fold(text) {
  return Array.from(text.normalize("NFC"), (letter) => {
    const bare = letter.normalize("NFD").replace(/[\u0300-\u036f]/g, "").toLowerCase().replace("đ", "d");
    return bare.length === letter.length ? bare : letter;
  }).join("");
}

// Where a quote stands, with a button that copies what Excel's Go To takes.
function place(text) {
  const within = text.includes("#") ? text.slice(text.indexOf("#") + 1) : text;
  const copy = button(word("copy"), () => {
    const done = () => { copy.textContent = word("copied"); };
    if (navigator.clipboard) navigator.clipboard.writeText(within).then(done, () => {});
  }, { class: "copy", "aria-label": `${word("copy")}: ${within}` });
  return el("span", {}, el("span", { class: "place" }, text), copy);
}
