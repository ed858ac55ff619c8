// The page of live talks: what is new is fetched when the stream says so, and the last line stays in view.

import { isHere, setHere } from "./desk_bell.js";
import { toast } from "./desk.js";
import { draw, forget, restore } from "./desk_reply.js";

const list = document.getElementById("live-list");
const talk = document.getElementById("live-lines");
const here = document.getElementById("here");

here.checked = isHere();
tellHere();
here.addEventListener("change", () => {
  setHere(here.checked);
  tellHere();
});

document.addEventListener("desk:live", refresh);

/** Where nobody is at hand the bot asks for a ticket: who is not at hand shall know it. */
function tellHere() {
  document.getElementById("not-here").hidden = here.checked;
}

let refreshing = false;
let again = false;

/** One at a time: news that comes meanwhile is fetched once, afterwards. */
async function refresh() {
  again = refreshing;
  if (refreshing) return;
  refreshing = true;
  try {
    await fetchNew();
  } finally {
    refreshing = false;
  }
  if (again) refresh();
}

async function fetchNew() {
  const chosen = talk?.dataset.talk ?? "0";
  const [people, lines] = await Promise.all([part(`/desk/talks/list?talk=${chosen}`), talk ? part(`/desk/talks/${chosen}/lines`) : null]);
  if (people !== null) list.innerHTML = people;
  if (lines !== null) showLines(lines);
}

async function part(address, options = {}) {
  const headers = { "HX-Request": "true", "X-Desk-Token": document.body.dataset.token, ...options.headers };
  const answer = await fetch(address, { ...options, headers }).catch(() => null);
  if (answer?.status === 401) location.reload();
  if (answer?.ok) return answer.text();
  const fault = await answer?.json().catch(() => null);
  if (options.method) toast(`${fault?.error ?? "没有发出去，请再试一次"}。`, true);
  return null;
}

/** Put in what was said, keep what is being written and where one has scrolled to. */
function showLines(html) {
  const fresh = document.createElement("div");
  fresh.innerHTML = html;
  const old = talk.querySelector("#lines");
  const atEnd = old.scrollHeight - old.scrollTop - old.clientHeight < 60;
  const top = old.scrollTop;
  const sameForm = Boolean(talk.querySelector("#say")) === Boolean(fresh.querySelector("#say"));
  if (sameForm) {
    talk.querySelector(".talk-head").replaceWith(fresh.querySelector(".talk-head"));
    old.replaceChildren(...fresh.querySelector("#lines").children);
  } else {
    talk.replaceChildren(...fresh.childNodes);
    prepare();
  }
  const lines = talk.querySelector("#lines");
  lines.scrollTop = atEnd ? lines.scrollHeight : top;
}

function prepare() {
  const form = talk?.querySelector("#say");
  if (!form) return;
  const words = form.elements.text;
  const key = form.elements.key;
  restore();
  words.addEventListener("keydown", (event) => {
    // 229: the Enter that ends a composition in Safari.
    if (event.key !== "Enter" || event.shiftKey || event.isComposing || event.keyCode === 229) return;
    event.preventDefault();
    form.requestSubmit();
  });
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    const hasPictures = form.elements.image.files.length > 0;
    if ((!words.value.trim() && !hasPictures) || form.dataset.sending) return;
    form.dataset.sending = "yes";
    const body = hasPictures ? new FormData(form) : new URLSearchParams({ text: words.value, key: key.value });
    const lines = await part(form.getAttribute("action"), { method: "POST", body });
    delete form.dataset.sending;
    if (lines === null) return; // the same key again: said once, whatever arrived
    words.value = "";
    key.value = newKey();
    forget();
    draw();
    showLines(lines);
    const shown = talk.querySelector("#lines");
    shown.scrollTop = shown.scrollHeight;
  });
  words.focus();
}

function newKey() {
  return [...crypto.getRandomValues(new Uint8Array(12))].map((value) => value.toString(16).padStart(2, "0")).join("");
}

if (talk) {
  prepare();
  const lines = talk.querySelector("#lines");
  lines.scrollTop = lines.scrollHeight;
}
