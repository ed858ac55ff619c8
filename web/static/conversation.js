/** The list of messages: adds bubbles, shows their state, keeps the right part in view, tells screen readers. */

import { answerLink, markClosed } from "./answer_links.js";
import { Feedback } from "./feedback.js";
import { addSource, markChosen, openDetails, replyContent } from "./replies.js";
import { make } from "./rich_text.js";

const NEAR_END_PX = 90;
const PAUSE_MINUTES = 5;
const MORE = "more:";
const BACK = "上一步";

export class Conversation {
  #elements = new Map();
  #feedback = null;
  #lastAt = 0;

  /** @param actions `choose(option)`, `say(text)`, `retry(id)`, `human()`, `rated(message)`, `enlarge(address)`, `picture(id)`,
   *   `ticket(number, grow)`. */
  constructor(page, actions) {
    this.page = page;
    this.actions = actions;
    page.list.addEventListener("click", (event) => this.#followLink(event));
    page.list.addEventListener("click", (event) => {
      const image = event.target.closest(".enlarge")?.querySelector("img");
      if (image) actions.enlarge(image.src);
    });
    page.scroll.addEventListener("scroll", () => this.#nearEnd() && (page.newest.hidden = true), { passive: true });
    page.newest.addEventListener("click", () => this.#toEnd());
  }

  /** Show the person's own message. */
  addMine(message, { fresh = true } = {}) {
    this.#feedback?.flush();
    if (!fresh) markChosen(this.page.list, message.text);
    this.#addTime(message.at);
    this.#append(make("li", { class: "message me" }, this.#said(message)), message.id, fresh);
    this.#toEnd();
  }

  /** Show the person's own message once more: its pictures are there now. */
  showAgain(message) {
    this.#elements.get(message.id)?.replaceChildren(this.#said(message));
  }

  #said(message) {
    const kept = message.files ? [] : (message.shots ?? []).filter(Boolean);
    const lost = message.files ? 0 : message.pictures - kept.length;
    const stack = make("div", { class: "stack" }, make("span", { class: "hidden" }, "我："));
    if (message.files) stack.append(thumbnails(message.files));
    if (kept.length) stack.append(sentPictures(kept, "截图", this.actions.picture));
    if (lost) stack.append(make("div", { class: "bubble" }, `［${lost} 张截图${message.shots ? "，没有保存或已到期删除" : ""}］`));
    if (message.text) stack.append(make("div", { class: "bubble" }, message.text));
    return stack;
  }

  /** Show the state of the person's own message: sending, retrying, failed, sent. */
  mark(id, state, { reason = "", again = true, waiting = "", said = `没有发出去（${reason}）` } = {}) {
    const element = this.#elements.get(id);
    if (!element) return;
    element.classList.toggle("sending", state === "sending" || state === "retrying");
    element.querySelector(".state")?.remove();
    if (state === "sending" || state === "sent") return;
    const line = make("p", { class: `state ${state}` });
    if (state === "retrying") {
      line.append(waiting);
    } else {
      line.append(said);
      if (again) {
        const button = make("button", { type: "button" }, "重试");
        button.addEventListener("click", () => this.actions.retry(id));
        line.append(button);
      }
      this.announce(`${said.replace("（", "：").replace("）", "")}。${again ? "可以按“重试”再发。" : ""}`);
    }
    element.querySelector(".stack").append(line);
    this.#toEnd();
  }

  /** Show the person's own message at the end, where its answer will stand. */
  moveToEnd(id) {
    const element = this.#elements.get(id);
    if (element) this.page.list.append(element);
  }

  /** Show the bot's replies to one message. */
  addReplies(message, { fresh = true } = {}) {
    // Only the step somebody stands at can be gone back from.
    this.page.list.querySelectorAll(".back").forEach((button) => button.remove());
    const follow = this.#nearEnd();
    const items = message.replies.map((reply, index) => {
      const last = index === message.replies.length - 1;
      return this.#reply(reply, message, last, fresh);
    });
    if (!fresh) return;
    if (message.closed) markClosed([message.closed]);
    const who = message.agent ? `客服 ${message.agent}` : "学信机器人";
    const step = message.step ? `${stepName(message)}\n` : "";
    this.announce(step + message.replies.map((reply) => spoken(who, reply)).join("\n"));
    if (follow && items.length) this.#showFrom(items[0]);
    else this.page.newest.hidden = false;
  }

  /** Show chips of the welcome once more, at the end. */
  offerAgain(group) {
    const copy = group.cloneNode(true);
    this.#append(make("li", { class: "message bot" }, this.#avatar(), make("div", { class: "stack" }, copy)), "", true);
    this.#toEnd();
  }

  /** Show that an answer is being worked on; `looking`: at a picture, which takes longer. */
  setTyping(on, { looking = false } = {}) {
    this.page.typing.hidden = !on;
    const bubble = this.page.typing.querySelector(".bubble");
    bubble.classList.toggle("looking", looking);
    bubble.setAttribute("aria-label", looking ? "看图中" : "正在回答");
    if (on && this.#nearEnd()) this.#toEnd();
  }

  /** Leave only the welcome, and say that it is done. */
  clear(done) {
    this.#elements.clear();
    this.#feedback = null;
    this.#lastAt = 0;
    for (const item of [...this.page.list.children].slice(1)) item.remove();
    this.page.list.append(make("li", { class: "when" }, done));
    this.page.scroll.scrollTop = 0; // the welcome whole
    this.announce(done);
  }

  announce(text) {
    // Cleared first, or the same words twice would be silent the second time.
    this.page.announcer.replaceChildren();
    requestAnimationFrame(() => this.page.announcer.append(text));
  }

  #reply(reply, message, last, fresh) {
    const bubble = make("div", { class: "bubble rich" }, replyContent(reply, message.rich));
    if (last && message.faqId) addSource(bubble, message.faqId);
    // A guide branches, so how many steps are left nobody can say; how many were taken, anybody can see.
    if (last && message.step) bubble.prepend(make("p", { class: "step" }, stepName(message)));
    const stack = make("div", { class: "stack" }, ...speaker(message), bubble);
    if (last && message.shots?.length) stack.append(sentPictures(message.shots, "客服发的图片", this.actions.picture, "（图片打不开，在“我的工单”里看）"));
    if (last && message.ticket) stack.append(this.actions.ticket(message.ticket, (change) => this.#grow(change)));
    if (reply.options?.length) stack.append(this.#options(reply.options));
    if (last && message.step > 1) stack.append(this.#back());
    if (last && message.faqId && !message.rated) stack.append(this.#verdict(message));
    if (message.agent && !message.live) stack.append(answerLink(message.number));
    const avatar = message.agent ? make("span", { class: "avatar person", "aria-hidden": "true" }, "客") : this.#avatar();
    const item = make("li", { class: message.agent ? "message bot agent" : "message bot" }, avatar, stack);
    this.#append(item, "", fresh);
    return item;
  }

  #back() {
    const button = make("button", { type: "button", class: "back" }, BACK);
    button.addEventListener("click", () => this.actions.say(BACK));
    return button;
  }

  #options(options) {
    const group = make("div", { class: "options", role: "group", "aria-label": "请选择" });
    options.forEach((option, index) => {
      const number = options.length > 1 ? make("span", { class: "number", "aria-hidden": "true" }, String(index + 1)) : null;
      if (option.url) {
        const page = { class: "option", href: option.url, target: "_blank", rel: "noopener noreferrer" };
        group.append(make("a", page, number, make("span", {}, option.title)));
        return;
      }
      const button = make("button", { type: "button", class: option.id === "none" ? "option plain" : "option" }, number, make("span", {}, option.title));
      button.addEventListener("click", () => {
        if (option.id.startsWith(MORE)) {
          openDetails(button, option.id.slice(MORE.length), () => this.actions.choose(option));
          return;
        }
        for (const other of group.children) other.setAttribute("aria-pressed", String(other === button));
        this.actions.choose(option);
      });
      group.append(button);
    });
    return group;
  }

  #verdict(message) {
    const place = make("div", { class: "verdict" });
    this.#feedback = new Feedback(place, {
      faqId: message.faqId,
      human: this.actions.human,
      done: () => this.actions.rated(message),
    });
    return place;
  }

  /** A link to another answer asks for it here instead of leaving the page. */
  #followLink(event) {
    const link = event.target.closest("a[data-faq]");
    if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    this.actions.choose({ id: link.dataset.faq, title: link.textContent });
  }

  #addTime(at) {
    if (at - this.#lastAt > PAUSE_MINUTES * 60000) {
      const time = new Date(at);
      const today = time.toDateString() === new Date().toDateString();
      const day = today ? {} : { month: "long", day: "numeric" };
      const shown = time.toLocaleString("zh-CN", { ...day, hour: "2-digit", minute: "2-digit", hour12: false });
      this.page.list.append(make("li", { class: "when" }, make("time", { datetime: time.toISOString() }, shown)));
    }
    this.#lastAt = at;
  }

  #append(element, id, fresh) {
    if (fresh) element.classList.add("fresh");
    if (id) this.#elements.set(id, element);
    this.page.list.append(element);
  }

  #avatar() {
    return this.page.list.querySelector(".avatar").cloneNode();
  }

  #nearEnd() {
    const { scrollHeight, scrollTop, clientHeight } = this.page.scroll;
    return scrollHeight - scrollTop - clientHeight < NEAR_END_PX;
  }

  #toEnd() {
    this.page.scroll.scrollTop = this.page.scroll.scrollHeight;
    this.page.newest.hidden = true;
  }

  /** Something in the list becomes taller; whoever was at the end stays there. */
  #grow(change) {
    const follow = this.#nearEnd();
    change();
    if (follow) this.#toEnd();
  }

  /** A short reply goes to the end of the view, a long one is shown from its first line. */
  #showFrom(item) {
    const box = this.page.scroll.getBoundingClientRect();
    const end = this.page.list.getBoundingClientRect().bottom;
    const top = item.getBoundingClientRect().top;
    if (end - top <= box.height) this.#toEnd();
    else this.page.scroll.scrollTop += top - box.top - 12;
  }
}

function thumbnails(files) {
  const images = files.map((file, index) => {
    const address = URL.createObjectURL(file);
    // The address stays valid while the page is open: the large view shows the same picture.
    return thumbnail(address, `截图 ${index + 1}`);
  });
  return make("div", { class: "shots" }, ...images);
}

/** Pictures the server keeps, each fetched once it comes near the view: a long talk may hold many. */
function sentPictures(ids, name, fetchPicture, otherwise = "（图片打不开）") {
  const near = new IntersectionObserver(
    (entries) => {
      for (const { target, isIntersecting } of entries) if (isIntersecting) show(target);
    },
    { rootMargin: "300px" },
  );
  const show = async (place) => {
    near.unobserve(place);
    const address = await fetchPicture(place.dataset.picture);
    place.replaceWith(address ? thumbnail(address, place.dataset.name) : otherwise);
  };
  const places = ids.map((id, index) => make("span", { class: "coming", "data-picture": id, "data-name": `${name} ${index + 1}` }));
  places.forEach((place) => near.observe(place));
  return make("div", { class: "shots" }, ...places);
}

function thumbnail(address, name) {
  const image = make("img", { src: address, alt: name });
  return make("button", { type: "button", class: "enlarge", "aria-label": `放大${name}` }, image);
}

/** Who says it: a person is told by their name, the bot only to screen readers. */
function speaker(message) {
  if (!message.agent) return [make("span", { class: "hidden" }, "学信机器人：")];
  const ticket = make("a", { href: `/ticket/${message.number}` }, `工单 ${message.number}`);
  return [make("p", { class: "speaker" }, `客服 ${message.agent} · `, ticket)];
}

const stepName = ({ step }) => `第 ${step} 步`;

function spoken(who, reply) {
  const count = reply.options?.length ?? 0;
  return `${who}：${reply.text}${count ? `\n有 ${count} 个选项可以点。` : ""}`;
}
