/** What a reply of the bot looks like inside its bubble. */

import { get } from "./api.js";
import { fromHtml, fromText } from "./rich_text.js";

const PATIENCE_MS = 1500;

/**
 * The answer of the knowledge base with its links between answers, when the reply quotes it.
 * The reply's own text is complete; this only makes it nicer, so a failure is no failure.
 */
export async function richAnswer(trace, replies) {
  const id = trace?.faq_id;
  if (!id || !/^[a-z0-9_]+$/.test(id)) return null;
  const tooLong = new Promise((resolve) => setTimeout(resolve, PATIENCE_MS, null));
  const entry = await Promise.race([get(`/api/v1/faq/${id}`).catch(() => null), tooLong]);
  const quoted = entry?.html && entry.text && replies.some((reply) => reply.text.includes(entry.text));
  return quoted ? { text: entry.text, html: entry.html } : null;
}

/** The elements of one reply; `rich` is what `richAnswer` found. */
export function replyContent(reply, rich) {
  const options = reply.options ?? [];
  const fragment = document.createDocumentFragment();
  if (reply.html) {
    fragment.append(fromHtml(reply.html), fromText(ending(reply.text)));
  } else if (rich && reply.text.includes(rich.text)) {
    const start = reply.text.indexOf(rich.text);
    fragment.append(
      fromText(reply.text.slice(0, start), options),
      fromHtml(rich.html),
      fromText(ending(rich.text)),
      fromText(reply.text.slice(start + rich.text.length), options),
    );
  } else {
    fragment.append(fromText(reply.text, options));
  }
  return fragment;
}

/** Contacts and source, which follow the answer's own text (faq/answer.py). */
function ending(text) {
  const starts = ["\n\n联系方式：\n", "\n\n来源："].map((mark) => text.lastIndexOf(mark)).filter((start) => start >= 0);
  return starts.length ? text.slice(Math.min(...starts)) : "";
}
