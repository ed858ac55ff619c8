/** Questions of the help centre that fit what is being typed; arrow keys or a tap choose one. */

import { get } from "./api.js";
import { make } from "./rich_text.js";

const PAUSE_MS = 120;
const SHORTEST = 1;
const LONGEST = 40;
const MOST = 5;
// Digits in a row may be somebody's number: those never go into an address, which servers log.
const PRIVATE = /\d{6}/;

export class Suggestions {
  #found = [];
  #active = -1;
  #timer = 0;
  #asked = 0;

  /**
   * @param pick called with the chosen `{id, title}`.
   * @param all called with the words when all results are wanted, where the page can show them.
   */
  constructor(box, list, pick, { all = null, most = MOST } = {}) {
    this.box = box;
    this.list = list;
    this.pick = pick;
    this.all = all;
    this.most = most;
    box.addEventListener("input", (event) => event.isComposing || this.#later());
    box.addEventListener("compositionend", () => this.#later());
    box.addEventListener("blur", () => this.close());
    // Before the blur that would close the list.
    list.addEventListener("pointerdown", (event) => event.preventDefault());
    list.addEventListener("click", (event) => {
      const index = [...list.children].indexOf(event.target.closest("li"));
      if (index >= 0) this.#choose(index);
    });
  }

  /** Whether the key was for the list; then the box must not act on it. */
  handleKey(event) {
    if (this.list.hidden || event.isComposing) return false;
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step) {
      const count = this.#found.length;
      this.#mark(this.#active < 0 ? (step > 0 ? 0 : count - 1) : (this.#active + step + count) % count);
    } else if (event.key === "Escape") {
      this.close();
    } else if (event.key === "Enter" && this.#active >= 0) {
      this.#choose(this.#active);
    } else {
      return false;
    }
    event.preventDefault();
    return true;
  }

  close() {
    clearTimeout(this.#timer);
    this.#asked += 1; // what is still on its way comes too late
    this.#found = [];
    this.list.hidden = true;
    this.list.replaceChildren();
    this.#mark(-1);
  }

  #later() {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.#ask(), PAUSE_MS);
  }

  async #ask() {
    const query = this.box.value.trim();
    if (query.length < SHORTEST || query.length > LONGEST || query.includes("\n") || PRIVATE.test(query)) {
      this.close();
      return;
    }
    this.#asked += 1;
    const number = this.#asked;
    const answer = await get("/api/v1/search", { q: query, limit: String(this.most) }).catch(() => null);
    if (number !== this.#asked || document.activeElement !== this.box) return;
    this.#found = (answer?.results ?? []).slice(0, this.most);
    if (!this.#found.length) {
      this.close();
      return;
    }
    this.list.replaceChildren(
      ...this.#found.map(({ title, marks }, index) => make("li", { role: "option", id: `suggestion-${index}` }, marked(title, marks))),
    );
    if (this.all && answer.total > this.#found.length) {
      const row = { role: "option", id: `suggestion-${this.#found.length}`, class: "all" };
      this.list.append(make("li", row, `查看全部 ${answer.total} 个结果`));
      this.#found.push({ all: query });
    }
    this.list.hidden = false;
    this.#mark(-1);
  }

  #mark(index) {
    this.#active = index;
    [...this.list.children].forEach((item, at) => item.setAttribute("aria-selected", String(at === index)));
    if (index >= 0) this.box.setAttribute("aria-activedescendant", `suggestion-${index}`);
    else this.box.removeAttribute("aria-activedescendant");
  }

  #choose(index) {
    const chosen = this.#found[index];
    this.close();
    if (chosen.all) this.all(chosen.all);
    else this.pick(chosen);
  }
}

/** A title with the parts from one place to another marked. */
function marked(title, marks = []) {
  const fragment = document.createDocumentFragment();
  let done = 0;
  for (const [from, to] of marks) {
    fragment.append(title.slice(done, from), make("mark", {}, title.slice(from, to)));
    done = to;
  }
  fragment.append(title.slice(done));
  return fragment;
}
