/** The mark at 我的工单: how many tickets have an answer nobody looked at yet. On every page, with or without a chat. */

import { get } from "./api.js";
import { hasTickets, loadSession } from "./storage.js";

const EVERY_MS = 30000;
const mark = document.getElementById("unread");

/** Show how many there are; nothing when there are none. */
export function showUnread(count) {
  mark.hidden = !count;
  mark.textContent = count ? String(count) : "";
  mark.setAttribute("aria-label", count ? `${count} 张工单有新答复` : "");
}

/** Ask once; where nobody chatted and no ticket was seen there is nothing to ask. The server knows the cookie too. */
export async function lookForUnread() {
  const session = loadSession();
  if (!session && !hasTickets()) return;
  const answer = await get("/api/v1/unread", {}, session).catch(() => null);
  if (answer) showUnread(answer.unread);
}

// Whoever reads an article meanwhile hears of an answer too; the chat and a ticket's page hear of it at once.
setInterval(() => document.hidden || lookForUnread(), EVERY_MS);
document.addEventListener("visibilitychange", () => document.hidden || lookForUnread());
lookForUnread();
