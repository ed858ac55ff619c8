/** Agents' answers to this person's tickets: told of by a stream while the page is open, looked for now and then. */

import { get } from "./api.js";
import { showUnread } from "./header.js";
import { loadLastUpdate, loadSession, saveLastUpdate } from "./storage.js";

const EVERY_MS = 45000;

/** @param show called with each new `{id, number, agent, text, at}`, oldest first. */
export function watchUpdates(show) {
  let asking = false;
  let stream = null;
  const look = async () => {
    const session = loadSession();
    if (asking || document.hidden || !session) return;
    asking = true;
    const after = loadLastUpdate();
    const answer = await get("/api/v1/updates", { after: String(after) }, session).catch(() => null);
    asking = false;
    if (session !== loadSession()) return; // cleared meanwhile
    if (answer) showUnread(answer.unread);
    for (const update of answer?.updates ?? []) {
      if (update.id <= loadLastUpdate()) continue; // another tab showed it
      saveLastUpdate(update.id);
      show(update);
    }
  };
  // The stream knows people by their cookie, which they have once they have a session.
  const listen = () => {
    const wanted = !document.hidden && Boolean(loadSession());
    if (wanted && !stream) {
      stream = new EventSource("/api/v1/news");
      stream.addEventListener("news", look);
    } else if (!wanted && stream) {
      stream.close();
      stream = null;
    }
  };
  const both = () => {
    listen();
    return look();
  };
  setInterval(both, EVERY_MS);
  document.addEventListener("visibilitychange", both);
  both();
  return listen;
}
