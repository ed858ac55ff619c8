/** Agents' answers to this person's tickets: looked for while the page is seen. */

import { get } from "./api.js";
import { loadLastUpdate, loadSession, saveLastUpdate } from "./storage.js";

const EVERY_MS = 45000;

/** @param show called with each new `{id, number, text, at}`, oldest first. */
export function watchUpdates(show) {
  let asking = false;
  const look = async () => {
    const session = loadSession();
    if (asking || document.hidden || !session) return;
    asking = true;
    const after = loadLastUpdate();
    const answer = await get("/api/v1/updates", { after: String(after) }, session).catch(() => null);
    asking = false;
    if (session !== loadSession()) return; // cleared meanwhile
    for (const update of answer?.updates ?? []) {
      if (update.id <= loadLastUpdate()) continue; // another tab showed it
      saveLastUpdate(update.id);
      show(update);
    }
  };
  setInterval(look, EVERY_MS);
  document.addEventListener("visibilitychange", look);
  look();
}
