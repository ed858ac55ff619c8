// The reply box: `/` offers canned texts and answers, a draft survives a reload, pictures are seen before they are sent.

import { toast } from "./desk.js";

const WAIT_MS = 160;
const [MOST_PX, LEAST_PX, GAP_PX] = [300, 210, 14];
const SLASH = /(^|\s)\/((?:[^\s/][^\n/]{0,29})?)$/; // several words, up to the end of the line
let asked = 0;
let timer = 0;
let isComing = false; // the list for what was typed last is not there yet
let isTaken = false; // and its first item is wanted as soon as it is
let picked = [];

const box = () => document.getElementById("text");
const list = () => document.getElementById("answers");
const number = () => box().closest("[data-number]").dataset.number;

// ── `/` ───────────────────────────────────────────────────────────────────────────────────────

function written() {
  return SLASH.exec(box().value.slice(0, box().selectionStart));
}

function close() {
  asked += 1;
  clearTimeout(timer);
  isComing = isTaken = false;
  list().hidden = true;
  box().setAttribute("aria-expanded", "false");
  box().removeAttribute("aria-activedescendant");
}

async function offer() {
  if (!box()) return; // the ticket was closed meanwhile: there is nothing to write in
  const match = written();
  if (!match) return close();
  const mine = ++asked;
  const query = new URLSearchParams({ q: match[2], number: number() });
  const answer = await fetch(`/desk/answers?${query}`, { headers: { "HX-Request": "true" } }).catch(() => null);
  const items = answer?.ok ? await answer.text().catch(() => "") : "";
  if (mine !== asked || !box()) return;
  const takes = isTaken;
  isComing = isTaken = false;
  if (!items) return;
  list().innerHTML = items; // our own template; every text in it is escaped there
  const first = list().querySelector("[data-text]");
  if (takes && first) return take(first);
  list().hidden = false;
  fit();
  box().setAttribute("aria-expanded", "true");
  mark(first);
}

/** Above the box where there is room, else below it; lower where there is little. By classes: a style would be copied. */
function fit() {
  const around = list().offsetParent.getBoundingClientRect();
  const above = around.top - Math.max(0, document.querySelector(".bar").getBoundingClientRect().bottom) - GAP_PX;
  const below = innerHeight - around.bottom - GAP_PX;
  const isBelow = above < LEAST_PX && below > above;
  list().classList.toggle("below", isBelow);
  list().classList.toggle("low", (isBelow ? below : above) < MOST_PX);
}

function mark(item) {
  for (const other of list().children) other.setAttribute("aria-selected", String(other === item));
  if (item) {
    box().setAttribute("aria-activedescendant", item.id);
    item.scrollIntoView({ block: "nearest" });
  }
}

function take(item) {
  const area = box();
  const match = written();
  const end = area.selectionStart;
  const start = match ? end - match[2].length - 1 : end;
  area.setRangeText(item.dataset.text.trim(), start, end, "end");
  close();
  area.focus();
  keep();
}

function step(by) {
  const items = [...list().querySelectorAll("[data-text]")];
  const place = items.findIndex((item) => item.getAttribute("aria-selected") === "true");
  if (items.length) mark(items[(place + by + items.length) % items.length]);
}

// ── the draft ─────────────────────────────────────────────────────────────────────────────────

/** A `/` from which nothing was chosen yet is no part of what is being written. */
function keep() {
  const draft = box().value.replace(SLASH, "$1");
  if (draft) sessionStorage.setItem(`desk-draft-${number()}`, draft);
  else sessionStorage.removeItem(`desk-draft-${number()}`);
}

/** Put back what was being written; for a box that was made anew. */
export function restore() {
  if (!box()) return;
  box().value ||= sessionStorage.getItem(`desk-draft-${number()}`) ?? "";
}

/** What was written and chosen has been sent. */
export function forget() {
  sessionStorage.removeItem(`desk-draft-${number()}`);
  picked = [];
}

// ── pictures ──────────────────────────────────────────────────────────────────────────────────

function pick(files) {
  const input = document.getElementById("images");
  const most = Number(input.dataset.most);
  const mostBytes = Number(input.dataset.mostMb) * 1024 * 1024;
  for (const file of files) {
    if (!file.type.startsWith("image/")) toast(`${file.name} 不是图片。`, true);
    else if (file.size > mostBytes) toast(`${file.name} 超过 ${input.dataset.mostMb} MB。`, true);
    else if (picked.length >= most) toast(`一次最多 ${most} 张图片。`, true);
    else picked.push(file);
  }
  draw();
}

/** Show the pictures chosen, and have the form send them. */
export function draw() {
  const chosen = document.getElementById("chosen");
  for (const image of chosen.querySelectorAll("img")) URL.revokeObjectURL(image.src);
  chosen.replaceChildren(...picked.map((file, place) => {
    const item = document.createElement("li");
    const image = new Image();
    image.src = URL.createObjectURL(file);
    image.alt = file.name;
    const drop = document.createElement("button");
    drop.type = "button";
    drop.textContent = "×";
    drop.setAttribute("aria-label", `不发 ${file.name}`);
    drop.addEventListener("click", () => {
      picked.splice(place, 1);
      draw();
    });
    item.append(image, drop);
    return item;
  }));
  chosen.hidden = !picked.length;
  const files = new DataTransfer();
  for (const file of picked) files.items.add(file);
  document.getElementById("images").files = files.files;
}

// ── events: on the document, for the box is made anew after each reply ────────────────────────

document.addEventListener("input", (event) => {
  if (event.target !== box()) return;
  keep();
  clearTimeout(timer);
  isTaken = false;
  isComing = written() !== null;
  timer = setTimeout(offer, WAIT_MS);
});

document.addEventListener("keydown", (event) => {
  if (event.target !== box() || event.isComposing) return;
  if (isComing && event.key === "Enter" && !event.ctrlKey && !event.metaKey && !event.shiftKey) {
    isTaken = true; // whoever types fast means the list that is on its way
    event.preventDefault();
    event.stopPropagation();
    return;
  }
  if (list().hidden) return;
  const item = list().querySelector("[aria-selected=true][data-text]");
  if (event.key === "ArrowDown") step(1);
  else if (event.key === "ArrowUp") step(-1);
  else if (event.key === "Enter" && item && !event.ctrlKey && !event.metaKey) take(item);
  else if (event.key === "Escape") close();
  else return;
  event.preventDefault();
  event.stopPropagation();
}, true);

document.addEventListener("mousedown", (event) => {
  const item = event.target.closest?.("#answers [data-text]");
  if (!item) return;
  event.preventDefault(); // the box keeps the focus
  take(item);
});

document.addEventListener("change", (event) => {
  if (event.target.id === "images") pick([...event.target.files]);
});

document.addEventListener("paste", (event) => {
  const files = [...(event.clipboardData?.files ?? [])];
  if (event.target !== box() || !files.length) return;
  event.preventDefault();
  pick(files);
});

document.addEventListener("htmx:beforeRequest", (event) => {
  if (event.detail.elt.id === "reply") close();
});

// Before the box is made anew: what was sent is no draft any more.
document.addEventListener("htmx:beforeSwap", (event) => {
  const sent = event.detail.requestConfig.elt.id;
  if (!event.detail.shouldSwap || (sent !== "reply" && sent !== "note")) return;
  if (sent === "reply") forget();
  toast(sent === "reply" ? "已发给用户。" : "备注写下了。");
});

document.addEventListener("htmx:oobAfterSwap", restore);
restore();
