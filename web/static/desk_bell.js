// On every page of an agent: says that they are at the desk, and rings when somebody waits or writes.

import { toast } from "./desk.js";

const KEY = "chsi-desk-here";
const link = document.querySelector('.bar nav a[href="/desk/talks"]');
let before = { waiting: 0, unread: [] };
let stream = null;

/** Whether this agent takes talks; so unless they said no. */
export const isHere = () => {
  try {
    return localStorage.getItem(KEY) !== "no";
  } catch {
    return true;
  }
};

export function setHere(on) {
  try {
    localStorage.setItem(KEY, on ? "yes" : "no");
  } catch { /* forbidden: then it holds for this page */ }
  listen(on);
}

function listen(on) {
  stream?.close();
  stream = new EventSource(`/desk/talks/events?here=${on ? 1 : 0}`);
  stream.addEventListener("live", (event) => {
    const news = JSON.parse(event.data);
    showCount(news.waiting + news.unread.length);
    if (news.waiting > before.waiting) toast(`有 ${news.waiting} 个人在等人工，点“在线”接通`);
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
