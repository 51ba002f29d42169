// Additions only: everything reads and works without them.
"use strict";

for (const figure of document.querySelectorAll("figure.code")) {
  const code = figure.querySelector("code");
  if (!code || !navigator.clipboard) continue;
  const button = document.createElement("button");
  button.type = "button";
  button.textContent = "Copy";
  const said = document.createElement("span");
  said.className = "hide";
  said.setAttribute("role", "status");
  button.addEventListener("click", async () => {
    let word = "Copied";
    try {
      await navigator.clipboard.writeText(code.textContent + "\n");
    } catch {
      word = "Press Ctrl+C to copy";
      getSelection().selectAllChildren(code);
    }
    button.textContent = said.textContent = word;
    setTimeout(() => {
      button.textContent = "Copy";
      said.textContent = "";
    }, 2000);
  });
  figure.append(button, said);
}

const ranks = ["low", "medium", "high", "critical"];

function sortable(table) {
  const body = table.tBodies[0];
  const key = (row, column) => {
    const text = row.cells[column].firstElementChild?.textContent ?? row.cells[column].textContent;
    const rank = ranks.indexOf(text);
    return rank < 0 ? text.toLowerCase() : String(rank);
  };
  [...table.tHead.rows[0].cells].forEach((head, column) => {
    const button = document.createElement("button");
    button.type = "button";
    button.append(...head.childNodes);
    head.append(button);
    button.addEventListener("click", () => {
      const up = head.getAttribute("aria-sort") !== "ascending";
      for (const other of table.tHead.rows[0].cells) other.removeAttribute("aria-sort");
      head.setAttribute("aria-sort", up ? "ascending" : "descending");
      const keyed = [...body.rows].map((row) => [key(row, column), row]);
      keyed.sort(([a], [b]) => (up ? 1 : -1) * a.localeCompare(b, "en", { numeric: true }));
      body.append(...keyed.map(([, row]) => row));
    });
  });
}

function filterable(table) {
  const label = document.createElement("label");
  label.className = "filter";
  label.textContent = table.dataset.filter + " ";
  const input = document.createElement("input");
  input.type = "search";
  const said = document.createElement("small");
  said.setAttribute("role", "status");
  input.addEventListener("input", () => {
    const words = input.value.toLowerCase().split(/\s+/).filter(Boolean);
    let shown = 0;
    for (const row of table.tBodies[0].rows) {
      const text = row.textContent.toLowerCase();
      row.hidden = !words.every((word) => text.includes(word));
      if (!row.hidden) shown += 1;
    }
    said.textContent = words.length ? ` ${shown} of ${table.tBodies[0].rows.length}` : "";
  });
  label.append(input, said);
  table.parentElement.before(label);
}

for (const table of document.querySelectorAll("table[data-filter]")) {
  if (table.tBodies[0].rows.length > 8) {
    sortable(table);
    filterable(table);
  }
}
