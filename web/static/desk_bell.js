// On every page of an agent: says whether they take talks, and rings for who does when somebody waits or writes.

import { toast } from "./desk.js";

// By name: who signs in at the same computer later has not said that they take talks.
const KEY = `chsi-desk-here:${document.body.dataset.me}`;
const link = document.querySelector('.bar nav a[href="/desk/talks"]');
let before = { waiting: 0, unread: [] };
let stream = null;
let here = false;

/** Whether this agent takes talks; only who said so, and until they say otherwise. */
export const isHere = () => {
  try {
    return localStorage.getItem(KEY) === "yes";
  } catch {
    return false;
  }
};

export function setHere(on) {
  try {
    localStorage.setItem(KEY, on ? "yes" : "no");
  } catch { /* forbidden: then it holds for this page */ }
  listen(on);
}

function listen(on) {
  here = on;
  if (link) {
    link.classList.toggle("takes", on);
    link.title = on ? "您接在线对话" : "您没有接在线对话；要接，在这一页勾上";
  }
  stream?.close();
  stream = new EventSource(`/desk/talks/events?here=${on ? 1 : 0}`);
  stream.addEventListener("live", (event) => {
    const news = JSON.parse(event.data);
    showCount((here ? news.waiting : 0) + news.unread.length); // who waits is no concern of who takes no talks
    if (here && news.waiting > before.waiting) toast(`有 ${news.waiting} 个人在等人工，点“在线”接通`);
    before = news;
    document.dispatchEvent(new CustomEvent("desk:live", { detail: news }));
  });
}

function showCount(count) {
  if (!link) return;
  let badge = link.querySelector(".badge");
  if (!badge) {
    badge = document.createElement("span");
    badge.className = "badge";
    link.append(badge);
  }
  badge.hidden = !count;
  badge.textContent = count ? String(count) : "";
}

listen(isHere());
