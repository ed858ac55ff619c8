// A ticket's page: who else is here, keys, the two boxes, pictures large. What replies are made of is in desk_reply.js.

import { isWriting, post, toast } from "./desk.js";
import "./desk_reply.js";

const page = document.querySelector(".ticket");
const address = `/desk/tickets/${page.dataset.number}`;
const TYPING_MS = 20000;
let typedAt = 0;

// ── who else is here ──────────────────────────────────────────────────────────────────────────

function warn(others) {
  const line = document.getElementById("collision");
  const words = others.map((one) => (one.typing ? `${one.name} 正在写回复` : `${one.name} 也在看`));
  line.textContent = words.join("，");
  line.hidden = !others.length;
  line.classList.toggle("typing", others.some((one) => one.typing));
}

async function beat() {
  if (document.hidden) return;
  const answer = await post(`${address}/beat`, { typing: Date.now() - typedAt < TYPING_MS ? "1" : "0" });
  if (!answer?.ok) return;
  const { others, mark } = await answer.json();
  warn(others);
  if (mark !== document.getElementById("talk").dataset.mark) htmx.trigger(document.body, "ticket-change");
}

beat();
setInterval(beat, page.dataset.beat * 1000);
// Most replies are there within seconds: look a few times soon after one was sent.
document.addEventListener("htmx:afterRequest", (event) => {
  if (event.detail.elt.id === "reply" && event.detail.successful) {
    for (const wait_ms of [1500, 4000, 9000]) setTimeout(beat, wait_ms);
  }
});
window.addEventListener("pagehide", () => post(`${address}/leave`));

document.addEventListener("input", (event) => {
  if (!event.target.closest("#reply")) return;
  const isNew = Date.now() - typedAt > TYPING_MS;
  typedAt = Date.now();
  if (isNew) beat();
});

// What was sent is seen where it stands, and keys are keys again.
document.addEventListener("htmx:afterSettle", (event) => {
  if (!["reply", "note"].includes(event.detail.requestConfig?.elt.id)) return;
  if (event.detail.requestConfig.elt.id === "reply") sessionStorage.setItem(ANSWERED, page.dataset.number);
  if (document.activeElement?.matches("#box textarea")) document.activeElement.blur();
  showLast();
  // A picture takes its room only when it is there.
  for (const picture of lastSaid()?.querySelectorAll("img") ?? []) picture.addEventListener("load", showLast, { once: true });
});

const lastSaid = () => [...document.querySelectorAll("#talk > .said")].pop();

/** All of what was said last down to how far it got, above the box that stays in view. */
function showLast() {
  const last = lastSaid();
  if (!last) return;
  last.scrollIntoView({ block: "center" });
  const hidden = last.getBoundingClientRect().bottom - document.getElementById("box").getBoundingClientRect().top;
  if (hidden > 0) window.scrollBy(0, hidden + 12);
}

// What was said last is what an agent answers. Pictures take their room only when they are there, however late: until
// the agent moves the page, it stays in view.
if (document.querySelectorAll("#talk > .said").length > 1) {
  const moved = new AbortController();
  const keepLast = () => moved.signal.aborted || showLast();
  for (const kind of ["wheel", "touchmove", "pointerdown", "keydown"]) {
    addEventListener(kind, () => moved.abort(), { once: true, passive: true, signal: moved.signal });
  }
  showLast();
  addEventListener("load", keepLast, { once: true });
  const grows = new ResizeObserver(keepLast);
  grows.observe(document.getElementById("talk"));
  moved.signal.addEventListener("abort", () => grows.disconnect());
}

// ── the ticket one comes from: once answered it is in its list no longer, and `k` still leads back to it ──────────────

const NOW = "desk-ticket-now";
const ANSWERED = "desk-ticket-answered";
const before = sessionStorage.getItem(NOW);
const left = before !== page.dataset.number && before === sessionStorage.getItem(ANSWERED) ? before : "";
sessionStorage.setItem(NOW, page.dataset.number);

// ── the two boxes ─────────────────────────────────────────────────────────────────────────────

function show(name) {
  for (const tab of document.querySelectorAll("#box [data-tab]")) {
    const isShown = tab.dataset.tab === name;
    tab.setAttribute("aria-selected", String(isShown));
    document.getElementById(tab.dataset.tab).hidden = !isShown;
  }
  document.querySelector(`#${name} textarea`)?.focus();
}

document.addEventListener("click", (event) => {
  const tab = event.target.closest?.("[data-tab]");
  if (tab) show(tab.dataset.tab);
});

// ── what is being written at the side stays while the side is made anew ────────────────────────

let kept = null;

document.addEventListener("htmx:beforeSwap", (event) => {
  const side = document.getElementById("side");
  // A form that was sent starts empty; the others go on.
  const sent = event.detail.requestConfig.elt.closest("form");
  const names = [...side.querySelectorAll("details[open]")].map((one) => one.className);
  if (sent?.closest(".reveal")) names.splice(0);
  const values = [...side.querySelectorAll("input[id]")].filter((one) => one.form !== sent).map((one) => [one.id, one.value]);
  if (sent?.contains(document.activeElement)) document.activeElement.blur(); // after a tag, keys are keys again
  kept = { names, values, focus: side.contains(document.activeElement) ? document.activeElement.id : "" };
});

document.addEventListener("htmx:oobAfterSwap", (event) => {
  if (!kept || event.detail.target?.id !== "side") return;
  const side = document.getElementById("side");
  for (const name of kept.names) side.querySelector(`details.${name}`)?.setAttribute("open", "");
  for (const [id, value] of kept.values) {
    const input = document.getElementById(id);
    if (input) input.value = value;
  }
  if (kept.focus) document.getElementById(kept.focus)?.focus();
});

// ── keys ──────────────────────────────────────────────────────────────────────────────────────

document.addEventListener("keydown", (event) => {
  const form = event.target.closest("#reply, #note");
  if (event.key === "Enter" && (event.ctrlKey || event.metaKey) && form) {
    form.requestSubmit();
    event.preventDefault();
    return;
  }
  if (event.key === "Escape" && event.target.matches("#box textarea")) event.target.blur();
  if (event.ctrlKey || event.metaKey || event.altKey || isWriting(event.target)) return;
  const links = { j: "#after", k: "#before", u: "#head .back" };
  if (event.key === "r" && document.getElementById("reply")) show("reply");
  else if (event.key === "n" && document.getElementById("note")) show("note");
  else if (links[event.key]) {
    const link = document.querySelector(links[event.key]);
    if (link) link.click();
    else if (event.key === "k" && left) location.assign(`/desk/tickets/${left}${location.search}`);
    else toast(event.key === "k" ? "列表里没有上一张了；答过的可能已经不在这个列表里，按 u 回列表找。" : "列表里没有下一张了。");
  }
  else return;
  event.preventDefault();
});

// ── pictures large, on the page itself ────────────────────────────────────────────────────────

const large = document.createElement("dialog");
large.className = "large";
large.append(new Image());
document.body.append(large);
large.addEventListener("click", () => large.close());

document.addEventListener("click", (event) => {
  const link = event.target.closest?.("[data-zoom]");
  if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
  event.preventDefault();
  large.firstChild.src = link.href;
  large.firstChild.alt = link.firstElementChild.alt;
  large.showModal();
});
