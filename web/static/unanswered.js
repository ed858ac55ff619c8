/** What became of a message that was on its way when the page was left: the server knows whether it arrived. */

import { get } from "./api.js";

const PAUSE_MS = 1200;
/** Of several gateways only the one that looks at its pictures knows a message; a few times nobody may have asked it. */
const UNKNOWN_TIMES = 4;
/** Pictures wait and are read no longer than this (`pictures.wait_s`, and a little). */
const LONGEST_MS = 75_000;

/**
 * Follow one until it is answered. What is lost may still turn up: it is looked for a little longer.
 *
 * @param {string} id of the message.
 * @param {{session: () => string, over: () => boolean}} page `over`: nobody wants to know any more.
 * @param events `working()`, `answered(answer)`, `lost()`.
 */
export async function follow(id, { session, over }, { working, answered, lost }) {
  const until = Date.now() + LONGEST_MS;
  let unknown = 0;
  let known = {}; // asked for what it is at once, then to wait for the answer
  while (Date.now() < until) {
    const found = await get(`/api/v1/messages/${id}`, known, session()).catch(() => null);
    if (over()) return;
    if (found?.state === "done") {
      answered(found);
      return;
    }
    if (found?.state === "working") {
      unknown = 0;
      known = { wait: "" };
      working();
      continue;
    } else if (found && (unknown += 1) === UNKNOWN_TIMES) {
      lost();
    }
    await new Promise((resolve) => setTimeout(resolve, PAUSE_MS));
    if (over()) return;
  }
  if (unknown < UNKNOWN_TIMES) lost();
}
