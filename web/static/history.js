/** What was said before, on this or another day, as the server keeps it; and a way to have it erased. */

import { get, post } from "./api.js";
import { loadLastLine, loadLastUpdate, saveLastLine, saveLastUpdate } from "./storage.js";

/**
 * The messages as the page's own transcript has them, oldest first; none when they cannot be had.
 * `known`: the server may know who this is without a session, too.
 */
export async function loadHistory(session, known = false) {
  if (!session && !known) return [];
  const answer = await get("/api/v1/history", {}, session).catch(() => null);
  const said = (answer?.said ?? []).map(({ id, at, agent, number, text, pictures }) => {
    const news = { news: id, agent, number, shots: pictures, live: true };
    return { who: "bot", ...news, at: Date.parse(at), replies: [{ text, options: [] }], rated: true };
  });
  const messages = (answer?.messages ?? []).flatMap(({ id, at, text, pictures, replies, trace }) => {
    const moment = Date.parse(at);
    const faqId = trace.band === "answer" ? trace.faq_id : null;
    const mine = { id: `kept-${id}`, who: "me", at: moment, state: "sent", text, pictures: pictures.length, shots: pictures };
    return replies.length ? [mine, { who: "bot", at: moment, replies, faqId, step: trace.step_number, ticket: trace.ticket, rated: true }] : [mine];
  });
  return [...messages, ...said].sort((one, other) => one.at - other.at);
}

/** What an agent or the bot around them said is no news any more once it is shown with what was said around it. */
export function noteShown(messages) {
  for (const { news, agent } of messages) {
    if (!news) continue;
    if (agent) saveLastUpdate(Math.max(news, loadLastUpdate()));
    else saveLastLine(Math.max(news, loadLastLine()));
  }
}

export const eraseHistory = (session) => (session ? post("/api/v1/history/erase", {}, { session }) : Promise.resolve());
