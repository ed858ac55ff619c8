/** What a reply of the bot looks like inside its bubble. */

import { get } from "./api.js";
import { copyButton } from "./copying.js";
import { fromHtml, fromText, make } from "./rich_text.js";

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
    fragment.append(fromHtml(reply.html));
  } else if (rich && reply.text.includes(rich.text)) {
    const start = reply.text.indexOf(rich.text);
    fragment.append(
      fromText(reply.text.slice(0, start), options),
      fromHtml(rich.html),
      fromText(reply.text.slice(start + rich.text.length), options),
    );
  } else {
    fragment.append(fromText(reply.text, options));
  }
  return fragment;
}

/** Put the link to the article of an answer, where its details and sources are, at the end of the answer. */
export function addSource(bubble, faqId) {
  const attributes = { class: "source-link", href: `/help/${faqId}`, target: "_blank", rel: "noopener" };
  const link = make("a", attributes, "来源与全文");
  addToAnswer(bubble, link);
}

/** Put something at the end of an answer: 也可能是： leads to the buttons below the bubble, so nothing may stand between. */
function addToAnswer(bubble, element) {
  const last = bubble.lastElementChild;
  if (last?.tagName === "P" && /[：:]$/.test(last.textContent)) last.before(element);
  else bubble.append(element);
}

/**
 * A ticket that was just opened: its page, and the code that opens it anywhere else, which nobody can ask for later.
 * The code comes from the server each time; nothing of it stays in the browser. `grow` does what makes it taller.
 */
export function ticketCard(number, session, grow) {
  const code = make("b", { class: "code" });
  const hint = make("p", { hidden: true }, "找回码：", code, " ", copyButton(code), " 换了手机或浏览器、清空过以后，凭工单号和它找回这张工单；记下来，别给别人。");
  const page = make("a", { class: "option", href: `/ticket/${number}` }, `看工单 ${number}`);
  get("/api/v1/tickets", {}, session)
    .then(({ tickets }) => tickets.find((ticket) => ticket.number === number))
    .catch(() => null)
    .then((ticket) => {
      if (!ticket?.code) return;
      code.textContent = ticket.code;
      code.dataset.copied = `工单 ${number} 找回码 ${ticket.code}`; // one without the other opens nothing
      grow(() => (hint.hidden = false));
    });
  return make("div", { class: "ticket-card" }, hint, page);
}

/** After a reload the button that was chosen in the last list is marked as before. */
export function markChosen(list, text) {
  const buttons = [...list.querySelectorAll(":scope > li:last-child .options button")];
  const chosen = buttons.find((button) => button.lastElementChild?.textContent === text);
  for (const button of chosen ? buttons : []) button.setAttribute("aria-pressed", String(button === chosen));
}

/** 详细说明 in its place, under the answer; where it cannot be had, the bot is asked for it. */
export async function openDetails(button, id, ask) {
  button.disabled = true;
  const entry = await get(`/api/v1/faq/${id}`).catch(() => null);
  if (!entry?.more?.length) {
    button.disabled = false;
    ask();
    return;
  }
  const place = make("div", { class: "details", tabindex: "-1" });
  for (const { title, html } of entry.more) place.append(make("h4", {}, title), fromHtml(html));
  addToAnswer(button.closest(".stack").querySelector(".bubble"), place);
  button.remove();
  place.focus({ preventScroll: true });
}
