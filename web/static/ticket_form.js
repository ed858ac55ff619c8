/**
 * Sends the forms of the ticket pages without leaving the page: what was typed and chosen stays where it is when there
 * is no connection, and what was wrong is shown right here, without another page.
 */

import { make } from "./rich_text.js";

const TIMEOUT_MS = 120_000;
const NO_CONNECTION = "没有网络，还没有提交。您填的都在这一页，连上网再按一次（先别关这一页）。";
const NO_ANSWER = "系统没有回应，不知道有没有提交成。您填的都在这一页，过一会儿再按一次；已经收到的不会变成两张。";

/** @param {(part: Element) => void} prepare called with what is put in place of the page when something is wrong. */
export function sendFormsHere(prepare) {
  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (event.defaultPrevented || form.method !== "post") return;
    event.preventDefault();
    send(form, event.submitter, prepare);
  });
  document.addEventListener("input", ({ target }) => forgive(target));
}

async function send(form, button, prepare) {
  if (form.dataset.sending) return;
  form.dataset.sending = "yes";
  const words = button?.textContent;
  if (button) button.textContent = "正在提交…";
  const address = button?.hasAttribute("formaction") ? button.formAction : form.action;
  try {
    const options = { method: "POST", body: new FormData(form), headers: { Accept: "text/html", "X-In-Place": "yes" } };
    const answer = await fetch(address, { ...options, signal: AbortSignal.timeout(TIMEOUT_MS) });
    if (answer.redirected) {
      location.assign(answer.url);
      return; // the button stays as it is until the next page is there
    }
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    if (page.querySelector("#content form, #content .ask")) show(page, prepare);
    else say(form, NO_ANSWER);
  } catch {
    say(form, navigator.onLine ? NO_ANSWER : NO_CONNECTION);
  }
  delete form.dataset.sending;
  if (button) button.textContent = words;
}

/** Put the page that says what is wrong in place of this one, with the focus where something is to be done. */
function show(page, prepare) {
  const content = document.getElementById("content");
  content.replaceChildren(...page.getElementById("content").childNodes);
  document.title = page.title;
  prepare(content);
  const first = content.querySelector("[autofocus]") ?? content.querySelector("[role=alert]");
  if (first && !first.matches("input, textarea")) first.tabIndex = -1;
  first?.focus();
}

function say(form, text) {
  form.querySelector(".unsent")?.remove();
  const line = make("p", { class: "fault unsent", role: "alert", tabindex: "-1" }, text);
  form.append(line);
  line.focus();
}

/** What is being mended is no longer marked as wrong. */
function forgive(field) {
  if (!field.hasAttribute("aria-invalid")) return;
  document.getElementById(field.getAttribute("aria-describedby"))?.remove();
  field.removeAttribute("aria-invalid");
  field.removeAttribute("aria-describedby");
}
