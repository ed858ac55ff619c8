// One stream for all tabs: to one address a browser holds six connections, and an agent keeps more tabs open than that.
// Whichever tab is first listens and tells the others; when it closes, the next one does. Browsers lend the lock only to
// pages behind TLS and to loopback: elsewhere each tab listens for itself.

export class SharedStream {
  #source = null;
  #last = null;
  #told;
  #event;
  #address;
  #tabs;

  /**
   * @param name of the stream; every account has its own.
   * @param event the server's event whose JSON is told.
   * @param address where to listen; asked anew each time.
   * @param told called in every tab with what the event brings.
   */
  constructor(name, event, address, told) {
    this.#event = event;
    this.#address = address;
    this.#told = told;
    const own = `chsi-desk-${name}:${document.body.dataset.me}`;
    this.#tabs = new BroadcastChannel(own);
    this.#tabs.addEventListener("message", ({ data }) => this.#heard(data));
    if (!navigator.locks) return this.#listen();
    navigator.locks.request(own, () => new Promise(() => this.#listen()));
    this.#tabs.postMessage({ asks: true });
  }

  /** Listen anew, for what the address says has changed. */
  again() {
    if (this.#source) this.#listen();
    else this.#tabs.postMessage({ again: true });
  }

  #listen() {
    this.#source?.close();
    this.#source = new EventSource(this.#address());
    this.#source.addEventListener(this.#event, ({ data }) => {
      this.#last = JSON.parse(data);
      this.#told(this.#last);
      this.#tabs.postMessage({ news: this.#last });
    });
  }

  #heard(message) {
    if (message.news) this.#told(message.news);
    else if (this.#source && message.again) this.#listen();
    else if (this.#source && this.#last) this.#tabs.postMessage({ news: this.#last });
  }
}
