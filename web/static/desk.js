// What every page of the desk does: says what went wrong with a request, listens for changes, closes the account menu.

import { SharedStream } from "./desk_stream.js";

const toasts = document.getElementById("toasts");

/** Say something for a few seconds; a fault stays until it is clicked away. */
export function toast(text, isFault = false) {
  const line = document.createElement("p");
  line.textContent = text;
  line.classList.toggle("bad", isFault);
  line.addEventListener("click", () => line.remove());
  toasts.append(line);
  if (!isFault) setTimeout(() => line.remove(), 4000);
}

/** Post a few fields as a page of ours; the answer, or null when it did not work. */
export async function post(address, fields = {}) {
  try {
    return await fetch(address, {
      method: "POST",
      headers: { "X-Desk-Token": document.body.dataset.token, Accept: "application/json" },
      body: new URLSearchParams(fields),
      keepalive: true,
    });
  } catch {
    return null;
  }
}

/** Whether somebody is writing: then single keys are letters. */
export function isWriting(target) {
  return target.closest("input:not([type=checkbox]), textarea, select, [contenteditable]") !== null;
}

document.addEventListener("htmx:responseError", (event) => {
  let sentence = "没有成功，请再试一次";
  try {
    sentence = JSON.parse(event.detail.xhr.responseText).error || sentence;
  } catch { /* a page, not our error shape */ }
  toast(`${sentence.replace(/。$/, "")}。`, true);
});

document.addEventListener("htmx:sendError", () => toast("网络不通，没有发出去。", true));

document.addEventListener("click", (event) => {
  const menu = document.querySelector("details.me[open]");
  if (menu && !menu.contains(event.target)) menu.open = false;
});

document.addEventListener("change", (event) => {
  if (event.target.matches("[data-submits]")) event.target.form.requestSubmit();
});

document.addEventListener("submit", (event) => {
  const question = event.submitter?.dataset.confirm ?? event.target.dataset.confirm;
  if (!question || window.confirm(question)) return;
  event.preventDefault();
  event.stopPropagation(); // htmx must not hear of it
}, true);

// ── live: which tickets changed, whoever changed them ────────────────────────────────────────

function changed(numbers) {
  htmx.trigger(document.body, "desk-change");
  const open = document.querySelector(".ticket")?.dataset.number;
  if (open && numbers.includes(open)) htmx.trigger(document.body, "ticket-change");
}

if (document.querySelector("[data-live], .ticket[data-number]")) {
  new SharedStream("tickets", "change", () => "/desk/live", (numbers) => document.hidden || changed(numbers));
  document.addEventListener("visibilitychange", () => {
    if (!document.hidden) changed([document.querySelector(".ticket")?.dataset.number]);
  });
}
