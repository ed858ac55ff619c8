/** The button under an agent's words that leads to the box for an answer; where the ticket is closed, how to go on. */

import { make } from "./rich_text.js";

const HOW_TO_GO_ON = "这张工单已关闭，不能再回复；还有问题，回复“提交工单”再交一张。";

export const answerLink = (number) =>
  make("a", { class: "option reply", href: `/ticket/${number}#answer-${number}`, "data-ticket": number }, "回复客服");

/** @param numbers of the tickets that are closed now. */
export function markClosed(numbers) {
  for (const link of document.querySelectorAll("a.reply[data-ticket]")) {
    if (numbers.includes(link.dataset.ticket)) link.replaceWith(make("p", { class: "hint" }, HOW_TO_GO_ON));
  }
}
