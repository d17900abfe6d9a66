"use strict";
// Sorting and filtering; without it the page reads the same.
document.documentElement.classList.add("js");
for (const section of document.querySelectorAll("[data-sortable]")) {
  const table = section.querySelector("table.rows");
  if (!table) continue;
  const bodies = Array.from(table.tBodies);
  const said = section.querySelector("output");
  const key = (body, i) => { const cell = body.rows[0].cells[i]; return cell.dataset.v ?? cell.textContent.trim(); };
  table.querySelectorAll("thead th").forEach((head, i) => {
    const button = document.createElement("button");
    button.type = "button";
    button.append(...head.childNodes);
    head.append(button);
    button.addEventListener("click", () => {
      const down = head.getAttribute("aria-sort") === "ascending";
      table.querySelectorAll("thead th").forEach((other) => other.removeAttribute("aria-sort"));
      head.setAttribute("aria-sort", down ? "descending" : "ascending");
      const numeric = head.classList.contains("n");
      const order = new Intl.Collator(undefined, { numeric: true });
      const keyed = bodies.map((body) => [key(body, i), body]);
      keyed.sort(([a], [b]) => {
        if (a === "" || b === "") return (a === "") - (b === "") || 0;
        const way = numeric ? Number(a) - Number(b) : order.compare(a, b);
        return down ? -way : way;
      });
      table.append(...keyed.map(([, body]) => body));
    });
  });
  const box = section.querySelector("input[type=search]");
  let waiting = 0;
  box.addEventListener("input", () => {
    clearTimeout(waiting);
    waiting = setTimeout(() => {
      const words = box.value.toLowerCase().split(/\s+/).filter(Boolean);
      let shown = 0;
      for (const body of bodies) {
        const text = words.length ? body.textContent.toLowerCase() : "";
        body.hidden = !words.every((word) => text.includes(word));
        shown += !body.hidden;
      }
      said.textContent = words.length ? `${shown.toLocaleString()} of ${bodies.length.toLocaleString()} rows` : "";
    }, 150);
  });
}
let opened = [];
addEventListener("beforeprint", () => { opened = Array.from(document.querySelectorAll("details.words:not([open])")).slice(0, 500); opened.forEach((one) => { one.open = true; }); });
addEventListener("afterprint", () => { opened.forEach((one) => { one.open = false; }); });
