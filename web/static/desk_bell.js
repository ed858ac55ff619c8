// On every page of an agent: says whether they take talks, and rings for who does when somebody waits or writes.

import { toast } from "./desk.js";
import { SharedStream } from "./desk_stream.js";

// By name: who signs in at the same computer later has not said that they take talks.
const KEY = `chsi-desk-here:${document.body.dataset.me}`;
const link = document.querySelector('.bar nav a[href="/desk/talks"]');
let before = { waiting: 0, unread: [] };
let said = null;
const stream = new SharedStream("talks", "live", () => `/desk/talks/events?here=${isHere() ? 1 : 0}`, tell);

/** Whether this agent takes talks; only who said so, and until they say otherwise. */
export function isHere() {
  try {
    return (said ?? localStorage.getItem(KEY)) === "yes";
  } catch {
    return false;
  }
}

export function setHere(on) {
  try {
    localStorage.setItem(KEY, on ? "yes" : "no");
  } catch {
    said = on ? "yes" : "no"; // forbidden: then it holds for this page
  }
  showHere(on);
  stream.again();
}

// Said in another tab, it holds in this one.
addEventListener("storage", ({ key }) => key === KEY && showHere(isHere()));

function showHere(on) {
  if (link) {
    link.classList.toggle("takes", on);
    link.title = on ? "您接在线对话" : "您没有接在线对话；要接，在这一页勾上";
  }
}

function tell(news) {
  const here = isHere();
  showCount((here ? news.waiting : 0) + news.unread.length); // who waits is no concern of who takes no talks
  if (here && news.waiting > before.waiting) toast(`有 ${news.waiting} 个人在等人工，点“在线”接通`);
  before = news;
  document.dispatchEvent(new CustomEvent("desk:live", { detail: news }));
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

showHere(isHere());
