/** What was said before, on this or another day, as the server keeps it; and a way to have it erased. */

import { get, post } from "./api.js";

/** The messages as the page's own transcript has them, oldest first; none when they cannot be had. */
export async function loadHistory(session) {
  if (!session) return [];
  const answer = await get("/api/v1/history", {}, session).catch(() => null);
  return (answer?.messages ?? []).flatMap(({ id, at, text, pictures, replies, trace }) => {
    const moment = Date.parse(at);
    const faqId = trace.band === "answer" ? trace.faq_id : null;
    const mine = { id: `kept-${id}`, who: "me", at: moment, state: "sent", text, pictures };
    return [mine, { who: "bot", at: moment, replies, faqId, rated: true }];
  });
}

export const eraseHistory = (session) => (session ? post("/api/v1/history/erase", {}, { session }) : Promise.resolve());
