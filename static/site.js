// Additions only: everything reads and works without them.
"use strict";

function make(name, more, ...inside) {
  const made = Object.assign(document.createElement(name), more);
  made.append(...inside);
  return made;
}

const button = (onclick, ...inside) => make("button", { type: "button", onclick }, ...inside);

function copyable(figure) {
  const code = figure.querySelector("code");
  const said = make("span", { className: "hide", role: "status" });
  const copy = button(async () => {
    let word = "Copied";
    try {
      await navigator.clipboard.writeText(code.textContent + "\n");
    } catch {
      word = "Press Ctrl+C to copy";
      getSelection().selectAllChildren(code);
    }
    copy.textContent = said.textContent = word;
    setTimeout(() => {
      copy.textContent = "Copy";
      said.textContent = "";
    }, 2000);
  }, "Copy");
  figure.append(copy, said);
}

document.querySelectorAll("figure.code").forEach(copyable);

const ranks = ["low", "medium", "high", "critical"];

function sortable(table) {
  const heads = [...table.tHead.rows[0].cells];
  const key = ({ cells }, column) => {
    const text = (cells[column].firstElementChild ?? cells[column]).textContent;
    const rank = ranks.indexOf(text);
    return rank < 0 ? text : String(rank);
  };
  heads.forEach((head, column) => {
    head.append(button(() => {
      const up = head.ariaSort === "ascending" ? -1 : 1;
      for (const other of heads) other.ariaSort = null;
      head.ariaSort = up > 0 ? "ascending" : "descending";
      const order = (a, b) => up * key(a, column).localeCompare(key(b, column), "en", { numeric: true });
      table.tBodies[0].append(...[...table.tBodies[0].rows].sort(order));
    }, ...head.childNodes));
  });
}

function filterable(table) {
  const { rows } = table.tBodies[0];
  const said = make("small", { role: "status" });
  const oninput = ({ target }) => {
    const words = target.value.toLowerCase().split(/\s+/);
    for (const row of rows) row.hidden = !words.every((word) => row.textContent.toLowerCase().includes(word));
    said.textContent = target.value && `${[...rows].filter((row) => !row.hidden).length} of ${rows.length}`;
  };
  const field = make("input", { type: "search", oninput });
  table.parentElement.before(make("label", { className: "filter" }, table.dataset.filter, " ", field, said));
}

for (const table of document.querySelectorAll("table[data-filter]")) {
  if (table.tBodies[0].rows.length > 8) {
    sortable(table);
    filterable(table);
  }
}

// The search: its script is loaded when its field is used, and stands on its own page from the start.
const field = document.querySelector("input[name=q]");

document.addEventListener("keydown", (event) => {
  if (event.key !== "/" || event.ctrlKey || event.metaKey || event.target.closest("input, select")) return;
  event.preventDefault();
  field?.focus();
});

document.querySelector(".top input")?.addEventListener("focus", () => {
  document.head.append(make("script", { src: document.querySelector("script[src$='site.js']").src.replace("site.js", "search.js") }));
}, { once: true });
