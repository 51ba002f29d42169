// Reloads the page when the catalog changed, and shows what is wrong with it meanwhile.
"use strict";
(() => {
  let box;
  const show = (problems) => {
    if (box) box.remove();
    box = undefined;
    if (!problems.length) return;
    box = document.createElement("section");
    box.id = "live-problems";
    box.setAttribute("role", "alert");
    const head = document.createElement("h2");
    head.textContent = problems.length === 1 ? "1 problem" : problems.length + " problems";
    const close = document.createElement("button");
    close.type = "button";
    close.textContent = "Hide";
    close.addEventListener("click", () => box.remove());
    const text = document.createElement("pre");
    text.tabIndex = 0;
    text.textContent = problems.join("\n\n");
    box.append(head, close, text);
    document.body.append(box);
  };
  const events = new EventSource("/.live/events");
  let build;
  events.addEventListener("build", (event) => {
    const { number, problems } = JSON.parse(event.data);
    if (build !== undefined && build !== number) location.reload();
    build = number;
    show(problems);
  });
})();
