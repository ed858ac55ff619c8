/** 有用 or 没用, then why not (the help centre's three reasons): one verdict is sent, once. */

import { post } from "./api.js";
import { make } from "./rich_text.js";
import { loadSession } from "./storage.js";

const REASONS = ["看不懂", "操作后不成功", "其他"];
const COMMENT_CHARS = 300;

export class Feedback {
  #unsent = false;

  /**
   * @param place the element to fill.
   * @param {{faqId: string, done?: Function, human?: Function}} about `done()` after a verdict;
   *   `human()` opens the way to a person, where the page has one.
   */
  constructor(place, about) {
    this.place = place;
    this.about = about;
    this.#ask();
    addEventListener("pagehide", () => this.flush());
  }

  /** Send a 没用 whose reason was never given: the person went on. */
  flush() {
    if (!this.#unsent) return;
    this.#unsent = false;
    post("/api/v1/feedback", this.#verdict(false), { session: loadSession(), keepalive: true }).catch(() => null);
    this.#thank("谢谢反馈。");
  }

  #ask() {
    const yes = button("有用", () => this.#send(this.#verdict(true), "谢谢，解决了就好。"));
    const no = button("没用", () => this.#askReason());
    this.#show(make("span", {}, "这个回答有用吗？"), yes, no);
  }

  #askReason() {
    this.#unsent = true;
    const buttons = REASONS.map((reason) =>
      button(reason, () => (reason === "其他" ? this.#askComment() : this.#sendReason(reason))),
    );
    this.#show(make("p", { class: "question" }, "抱歉没帮上忙。是哪里不行？"), ...buttons);
    buttons[0].focus({ preventScroll: true });
    this.place.scrollIntoView({ block: "center" }); // not half behind the box below
  }

  #askComment() {
    const input = make("input", { maxlength: String(COMMENT_CHARS), placeholder: "可以说说原因（选填）", "aria-label": "原因" });
    const form = make("form", {}, input, make("button", { type: "submit" }, "提交"));
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      this.#sendReason("其他", input.value.trim());
    });
    this.#show(make("p", { class: "question" }, "抱歉没帮上忙。"), form);
    input.focus({ preventScroll: true });
    this.place.scrollIntoView({ block: "center" }); // not half behind the box below
  }

  #sendReason(reason, comment = "") {
    this.#unsent = false;
    return this.#send({ ...this.#verdict(false), reason, ...(comment ? { comment } : {}) }, "谢谢，已经记下，编写的人会看到并据此修改。还没解决，可以找人工客服。");
  }

  async #send(verdict, thanks) {
    try {
      await post("/api/v1/feedback", verdict, { session: loadSession() }).catch((error) => {
        if (error.status !== 401) throw error;
        return post("/api/v1/feedback", verdict); // the session has ended; what was said still counts
      });
    } catch (error) {
      this.#ask();
      this.place.append(make("span", { role: "alert" }, `没有记上（${error.message}），请再点一次。`));
      return;
    }
    this.#thank(thanks, verdict.helpful);
  }

  #thank(text, helpful = false) {
    const { done } = this.about;
    this.#show(make("span", { role: "status" }, text), helpful ? null : this.#wayToPerson());
    done?.();
  }

  /** In the chat the bot begins a ticket; elsewhere a page does. */
  #wayToPerson() {
    const { human, faqId } = this.about;
    return human ? button("人工客服", human) : make("a", { class: "button", href: `/human?about=${faqId}` }, "人工客服");
  }

  #verdict(helpful) {
    return { faq_id: this.about.faqId, helpful };
  }

  #show(...children) {
    this.place.replaceChildren(...children.filter((child) => child !== null));
  }
}

function button(label, action) {
  const element = make("button", { type: "button" }, label);
  element.addEventListener("click", action);
  return element;
}
