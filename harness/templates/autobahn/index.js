"use strict";
addEventListener("DOMContentLoaded", () => {
  const table = document.getElementById("agent_case_results");
  const each = (selector, act) => table.querySelectorAll(selector).forEach(act);
  const button = (id, act) => {
    const it = document.getElementById(id);
    it.addEventListener("click", () => {
      const on = it.getAttribute("aria-pressed") !== "true";
      it.setAttribute("aria-pressed", String(on));
      act(on);
    });
  };
  button("toggle_button", (hidden) => {
    const agents = table.querySelector(".case_category_row").cells.length - 1;
    each(".close_hide", (cell) => cell.classList.toggle("quiet", hidden));
    each(".close_flex", (cell) => { cell.colSpan = hidden ? 1 : 2; });
    each(".case_subcategory", (cell) => { cell.colSpan = agents * (hidden ? 1 : 2) + 1; });
  });
  const unremarkable = ["ok", "missing", "unimplemented"];
  const remarkable = (cell) => !unremarkable.some((word) => cell.classList.contains("case_" + word));
  button("deviations_button", (on) => {
    // From below, so that a heading knows whether anything is shown under it.
    let shown = false;
    for (const row of [...table.rows].reverse()) {
      const isCase = row.classList.contains("agent_case_result_row");
      const kept = isCase ? [...row.cells].slice(1).some(remarkable) : shown;
      row.classList.toggle("quiet", on && !kept);
      shown = row.classList.contains("case_category_row") ? false : shown || kept;
    }
  });
});
