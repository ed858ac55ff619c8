// The queue by keyboard: j and k move, Enter opens, x picks, / searches; what several picked tickets have done to them
// together. The chosen ticket stays chosen, and picked ones picked, when the list changes.

import { isWriting, post, toast } from "./desk.js";

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
  else if (event.key === "x") pickChosen();
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

// ── several at once ───────────────────────────────────────────────────────────────────────────

const bulk = document.getElementById("bulk");
let picked = new Set();

const boxes = () => [...document.querySelectorAll("#rows .pick input")];
const numberOf = (box) => box.value.split(".")[0];

/** Only what is on the page can be picked: whoever acts has it before their eyes. */
function showPicked() {
  const here = boxes();
  picked = new Set(here.map(numberOf).filter((number) => picked.has(number)));
  for (const box of here) {
    box.checked = picked.has(numberOf(box));
    box.closest(".row").classList.toggle("picked-row", box.checked);
  }
  bulk.hidden = !picked.size;
  document.getElementById("picked-count").textContent = String(picked.size);
  document.body.classList.toggle("picking", picked.size > 0);
}

function pick(number, on) {
  if (on) picked.add(number);
  else picked.delete(number);
  showPicked();
}

function pickChosen() {
  const box = boxes().find((one) => numberOf(one) === chosen);
  if (box) pick(numberOf(box), !box.checked);
}

document.addEventListener("change", (event) => {
  if (event.target.matches("#rows .pick input")) pick(numberOf(event.target), event.target.checked);
});

bulk.addEventListener("click", (event) => {
  const wanted = event.target.dataset.pick;
  if (!wanted) return;
  picked = new Set(wanted === "all" ? boxes().map(numberOf) : []);
  showPicked();
});

// Enter in the field would press the form's first button, which is another one.
bulk.elements.tag.addEventListener("keydown", (event) => {
  if (event.key !== "Enter" || event.isComposing) return;
  event.preventDefault();
  bulk.requestSubmit(bulk.querySelector("button[value=tag]"));
});

bulk.addEventListener("submit", async (event) => {
  event.preventDefault();
  const act = event.submitter.value;
  const named = { resolved: "标为已解决", closed: "关闭" }[act];
  if (named && !window.confirm(`把选中的 ${picked.size} 张${named}？用户会收到通知。`)) return;
  const fields = new URLSearchParams(named ? { act: "status", status: act } : { act });
  if (act === "assign") fields.set("assignee", bulk.elements.assignee.value);
  if (act === "tag") fields.set("tag", bulk.elements.tag.value.trim());
  for (const box of boxes()) if (box.checked) fields.append("ticket", box.value);
  const answer = await post("/desk/tickets/bulk", fields);
  const told = await answer?.json().catch(() => null);
  if (!answer?.ok || !told) {
    toast(`${told?.error ?? "没有成功，请再试一次"}。`, true);
    return;
  }
  for (const number of told.done) picked.delete(number);
  if (act === "tag") bulk.elements.tag.value = "";
  toast(told.said, told.done.length === 0);
  showPicked();
  htmx.trigger(document.body, "desk-change");
});

document.addEventListener("htmx:afterSwap", () => {
  show();
  showPicked();
});
show();
showPicked();
