// The editors' pages: which act is open, faults at their fields, the button that puts a draft live.

import { forget, keep, offer } from "./desk_entry_draft.js";

const form = document.querySelector("form#miss, form#entry");
const preview = document.getElementById("preview");
const NO_PART = new Set(["accept", "entry_query", "keep_more", "tries"]);
let reviewed = null;

/** Show the fields of the chosen act only; those of the others are not asked for. */
function openAct() {
  const act = form.querySelector("input[name=act]:checked").value;
  for (const part of form.querySelectorAll(".act")) {
    const open = part.classList.contains(act);
    part.hidden = !open;
    for (const field of part.querySelectorAll("input, select, textarea")) field.disabled = !open;
  }
}

/** Only what was looked at can go live: an edit takes the look back. */
function forgetDraft() {
  document.getElementById("verdict")?.remove();
  document.getElementById("trying")?.remove();
  form.querySelector("input[name=draft]")?.remove();
}

/** The questions of a new entry follow what is chosen; what the editor wrote there stays. */
function followChoice(box) {
  const area = form.querySelector("textarea[name=questions]");
  const lines = area.value.split("\n").filter((line) => line.trim() && line.trim() !== box.value);
  if (box.checked) lines.push(box.value);
  area.value = lines.join("\n");
}

/** What the form says, apart from what only asks about it. */
function written() {
  const pairs = [...new FormData(form)].filter(([name]) => !NO_PART.has(name) && name !== "draft");
  return new URLSearchParams(pairs).toString();
}

function clearFaults() {
  for (const line of form.querySelectorAll(".fault")) line.remove();
  for (const field of form.querySelectorAll("[aria-invalid]")) {
    field.removeAttribute("aria-invalid");
    field.removeAttribute("aria-describedby");
  }
}

/** Each fault under its field, too: who writes need not look for it. The first field of them. */
function showFaults() {
  clearFaults();
  let first = null;
  for (const item of preview.querySelectorAll(".faults [data-field]")) {
    const name = item.dataset.field === "id" ? "entry_id" : item.dataset.field;
    const field = form.querySelector(`.field [name="${name}"]:not(:disabled)`);
    if (!field) continue;
    const line = document.createElement("span");
    line.className = "fault";
    line.id = `fault-${name}-${form.querySelectorAll(".fault").length}`;
    line.textContent = item.querySelector("span").textContent;
    field.after(line);
    field.setAttribute("aria-invalid", "true");
    field.setAttribute("aria-describedby", line.id);
    const folded = field.closest("details");
    if (folded) folded.open = true;
    first ??= field;
  }
  return first;
}

if (form?.dataset.group) {
  form.addEventListener("change", (event) => {
    if (event.target.name === "act") openAct();
    if (event.target.name === "text") followChoice(event.target);
  });
  openAct();
}

form?.addEventListener("input", (event) => {
  if (NO_PART.has(event.target.name)) return;
  forgetDraft();
  keep(form);
});
form?.addEventListener("change", (event) => {
  if (!NO_PART.has(event.target.name)) keep(form);
});
form?.addEventListener("submit", (event) => event.preventDefault());

form?.addEventListener("htmx:beforeRequest", (event) => {
  if (event.detail.target !== preview) return;
  if (event.detail.elt.tagName === "BUTTON") reviewed = written();
  else if (reviewed === written()) event.preventDefault(); // the look that comes with typing must not wipe the review
});

// What was looked at stands where one looks: at the first field with a fault, else at the preview.
document.addEventListener("htmx:afterSwap", (event) => {
  if (!form || event.detail.target !== preview) return;
  const first = showFaults();
  if (event.detail.requestConfig.elt.tagName !== "BUTTON") return;
  if (first) first.focus();
  (first ?? preview).scrollIntoView({ block: first ? "center" : "start" });
});

// Live now, or dealt with: nothing is left to be kept.
document.addEventListener("htmx:beforeOnLoad", (event) => {
  if (form && event.detail.xhr.getResponseHeader("HX-Redirect") && form.contains(event.detail.elt)) forget(form);
});

if (form) offer(form, () => {
  if (form.dataset.group) openAct();
});
