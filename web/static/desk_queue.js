// The queue by keyboard: j and k move, Enter opens, / searches. The chosen ticket stays chosen when the list changes.

import { isWriting } from "./desk.js";

let chosen = sessionStorage.getItem("desk-chosen");

function rows() {
  return [...document.querySelectorAll("#rows .row")];
}

function choose(row) {
  chosen = row.dataset.number;
  sessionStorage.setItem("desk-chosen", chosen);
  show();
  row.querySelector("a").focus({ preventScroll: true });
  row.scrollIntoView({ block: "nearest" });
}

function show() {
  for (const row of rows()) row.classList.toggle("chosen", row.dataset.number === chosen);
}

function move(by) {
  const list = rows();
  if (!list.length) return;
  const place = list.findIndex((row) => row.dataset.number === chosen);
  choose(list[place < 0 ? 0 : Math.min(Math.max(place + by, 0), list.length - 1)]);
}

document.addEventListener("keydown", (event) => {
  if (event.key === "Escape" && event.target.id === "words") event.target.blur();
  if (event.ctrlKey || event.metaKey || event.altKey || isWriting(event.target)) return;
  if (event.key === "j") move(1);
  else if (event.key === "k") move(-1);
  else if (event.key === "/") document.getElementById("words").focus();
  else if (event.key === "Enter" && event.target === document.body) {
    rows().find((row) => row.dataset.number === chosen)?.querySelector("a").click();
  } else return;
  event.preventDefault();
});

document.addEventListener("click", (event) => {
  const row = event.target.closest?.("#rows .row");
  if (row) sessionStorage.setItem("desk-chosen", row.dataset.number);
});

// Whoever is typing a search must not lose it to a list that changed.
document.addEventListener("htmx:beforeRequest", (event) => {
  if (event.detail.elt.id === "queue" && event.detail.elt.querySelector(".filters :focus")) event.preventDefault();
});

document.addEventListener("htmx:afterSwap", show);
show();
