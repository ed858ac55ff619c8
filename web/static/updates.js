/** Agents' answers to this person's tickets: told of by a stream while the page is open, looked for now and then. */

import { markClosed } from "./answer_links.js";
import { get } from "./api.js";
import { showUnread } from "./header.js";
import { loadLastLine, loadLastUpdate, loadSession, saveLastLine, saveLastUpdate } from "./storage.js";

const EVERY_MS = 45000;

/**
 * @param show called with each new `{id, number, agent, text, at, live}`, oldest first; what the bot says by itself
 *   around a talk with an agent has neither `agent` nor `number`.
 */
export function watchUpdates(show) {
  let asking = false;
  let stream = null;
  const look = async () => {
    const session = loadSession();
    if (asking || document.hidden || !session) return;
    asking = true;
    // A widget that is closed has no height: what it holds nobody has seen.
    const shown = innerHeight > 0 ? loadLastUpdate() : 0;
    const seen = { after: String(loadLastUpdate()), line: String(loadLastLine()), shown: String(shown) };
    const answer = await get("/api/v1/updates", seen, session).catch(() => null);
    asking = false;
    if (session !== loadSession()) return; // cleared meanwhile
    if (answer) showUnread(answer.unread);
    markClosed(answer?.closed ?? []);
    let isNew = false;
    for (const update of inOrder(answer)) {
      const [last, save] = update.agent ? [loadLastUpdate, saveLastUpdate] : [loadLastLine, saveLastLine];
      if (update.id <= last()) continue; // another tab showed it
      save(update.id);
      show(update);
      if (update.agent) isNew = true;
    }
    if (isNew) await look(); // says that it was shown, and how it can be answered
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

/** Agents' words and the bot's lines around them, as they were said. */
function inOrder(answer) {
  const live = answer?.live?.number;
  const said = (answer?.updates ?? []).map((update) => ({ ...update, live: Boolean(live) && update.number === live }));
  return [...said, ...(answer?.lines ?? [])].sort((one, other) => Date.parse(one.at) - Date.parse(other.at));
}
