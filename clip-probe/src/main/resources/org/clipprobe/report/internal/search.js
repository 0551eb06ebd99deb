"use strict";
(() => {
  const MOST = 200;
  const units = JSON.parse(document.getElementById("data").textContent);
  const texts = units.map((unit) => (unit[0] + "\n" + unit[2] + "\n" + unit[4]).toLowerCase());
  const named = units.some((unit) => unit[2]);
  const box = document.getElementById("q");
  const rows = document.getElementById("units");
  const found = document.getElementById("found");

  /* Names, ids and concepts come from files and people: they go in as text, never as markup. */
  const cell = (row, text) => row.appendChild(document.createElement("td")).appendChild(document.createElement("bdi")).append(text);

  const link = (row, unit) => {
    const a = row.appendChild(document.createElement("td")).appendChild(document.createElement("a"));
    a.href = unit[1];
    a.append(unit[0]);
  };

  /* A unit whose id or name is what was typed comes first, then names that begin with it, then all that hold it. */
  const rank = (unit, typed) => {
    const name = unit[2].toLowerCase();
    return unit[0].toLowerCase() === typed || name === typed ? 0 : name.startsWith(typed) ? 1 : 2;
  };

  const search = () => {
    const typed = box.value.trim().toLowerCase();
    const hits = [];
    texts.forEach((text, i) => { if (text.includes(typed)) hits.push(units[i]); });
    if (typed) hits.sort((a, b) => rank(a, typed) - rank(b, typed));
    rows.replaceChildren(...hits.slice(0, MOST).map((unit) => {
      const row = document.createElement("tr");
      link(row, unit);
      (named ? [unit[2], unit[4], unit[3]] : [unit[4]]).forEach((text) => cell(row, text));
      return row;
    }));
    found.textContent = hits.length + " of " + units.length + " units" + (hits.length > MOST ? "; the first " + MOST + " are shown" : "");
  };

  box.addEventListener("input", search);
  box.addEventListener("keydown", (event) => {
    const first = rows.querySelector("a");
    if (event.key === "Enter" && first) first.click();
  });
  search();
})();
