/**
 * Sends messages one after the other, each until it is answered or has failed for good.
 * Every attempt carries the same `message_id`, so the gateway never answers one message twice.
 */

export const ATTEMPTS = 5;

/** Milliseconds before attempt number `attempt` (from 2): 0.8, 1.6, 3.2 … 30 s, or what the server asks for. */
export const waitBefore = (attempt, waitMs) => waitMs ?? Math.min(30000, 800 * 2 ** Math.min(attempt - 2, 6));

export class Delivery {
  #queue = [];
  #running = false;
  #wake = null;

  /**
   * @param send one attempt: message → promise of the answer; its error has `again` and `waitMs`.
   * @param events `sending(message)`, `retrying(message, error)`, `answered(message, answer)`,
   *   `failed(message, error)`, `idle()`.
   */
  constructor(send, events) {
    this.send = send;
    this.events = events;
  }

  add(message) {
    this.#queue.push(message);
    if (!this.#running) this.#run();
  }

  /** Forget what waits (the conversation was cleared). */
  drop() {
    this.#queue.length = 0;
  }

  /** Try at once instead of waiting longer: the connection is back. */
  hurry() {
    this.#wake?.();
  }

  async #run() {
    this.#running = true;
    while (this.#queue.length) await this.#deliver(this.#queue.shift());
    this.#running = false;
    this.events.idle();
  }

  async #deliver(message) {
    this.events.sending(message);
    for (let attempt = 1; ; attempt += 1) {
      let answer;
      try {
        answer = await this.send(message);
      } catch (error) {
        // A connection that is gone is waited for as long as the page is open; a server that refuses is not.
        if (!error.again || (attempt >= ATTEMPTS && !error.offline)) {
          this.events.failed(message, error);
          return;
        }
        this.events.retrying(message, error);
        await this.#wait(waitBefore(attempt + 1, error.waitMs));
        continue;
      }
      await this.events.answered(message, answer);
      return;
    }
  }

  #wait(milliseconds) {
    return new Promise((resolve) => {
      const timer = setTimeout(resolve, milliseconds);
      this.#wake = () => {
        clearTimeout(timer);
        resolve();
      };
    });
  }
}

/** Why a message that did not go out is tried again, in words. */
export function whyWaiting({ status, waitMs, offline }) {
  if (offline) return "没有网络，恢复后会自动发出去（请别关掉这一页）";
  if (status === 429) return `发得太快了，${Math.ceil((waitMs ?? 1000) / 1000)} 秒后自动再发`;
  return "系统正忙，正在重发…";
}
