/** A ticket page that is open shows an agent's answer as soon as it is there; what somebody is typing stays. */

import { lookForUnread } from "./header.js";

const EVERY_MS = 45000;
let looking = false;

/**
 * Look for news while the page is seen: when the stream tells of some, and now and then.
 * @param prepare called with each part that was put in anew.
 */
export function watchTickets(prepare) {
  const look = () => lookAgain(prepare);
  let stream = null;
  const listen = () => {
    if (document.hidden) {
      stream?.close();
      stream = null;
    } else if (!stream) {
      stream = new EventSource("/api/v1/news");
      stream.addEventListener("news", look);
    }
  };
  listen();
  setInterval(look, EVERY_MS);
  document.addEventListener("visibilitychange", () => {
    listen();
    look();
  });
}

/** Fetch this very page and take over the parts that say something else now. */
async function lookAgain(prepare) {
  if (looking || document.hidden) return;
  looking = true;
  const text = await fetch(location.pathname)
    .then((answer) => (answer.ok ? answer.text() : ""))
    .catch(() => "");
  looking = false;
  if (!text) return;
  const fresh = new DOMParser().parseFromString(text, "text/html");
  let answered = null;
  for (const part of document.querySelectorAll("[data-live]")) {
    const now = fresh.querySelector(`[data-live="${part.dataset.live}"]`);
    if (!now || isSame(part, now) || isInUse(part)) continue;
    const more = now.querySelectorAll(".line.reply").length > part.querySelectorAll(".line.reply").length;
    const focused = part.contains(document.activeElement);
    part.replaceChildren(...now.childNodes);
    if (focused) focusOn(part); // whoever was reading here goes on here
    prepare(part);
    if (more) answered = part;
  }
  if (answered) {
    document.querySelector(".note[role=status]")?.remove(); // «received» of what has its answer now
    tell(answered);
  }
  lookForUnread();
}

/** Forms carry a name and a seal of their own each time, so what is read decides. */
const isSame = (part, other) => said(part) === said(other);

const said = (part) => part.textContent.replace(/\s+/g, " ").trim();

function isInUse(part) {
  const typed = [...part.querySelectorAll("textarea")].some((one) => one.value.trim());
  const chosen = [...part.querySelectorAll("input[type=file]")].some((one) => one.files.length);
  const formUsed = part.querySelector("form") !== null && part.contains(document.activeElement);
  return typed || chosen || formUsed;
}

function focusOn(element) {
  element.tabIndex = -1;
  element.focus({ preventScroll: true });
}

/** Where it stands is one tap away; a screen reader hears of it. */
function tell(part) {
  const show = document.createElement("button");
  show.type = "button";
  show.textContent = "客服有新答复，看一看";
  show.addEventListener("click", () => {
    show.remove();
    const line = [...part.querySelectorAll(".line.reply")].at(-1) ?? part;
    line.scrollIntoView({ block: "center" });
    focusOn(line);
  });
  document.getElementById("news").replaceChildren(show);
}
