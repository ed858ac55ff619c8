/**
 * Screenshots: chosen, pasted or dropped, shown before they are sent, each with a way to take it back. What the server
 * will not take is said here; what they really are it looks at itself.
 */

import { make } from "./rich_text.js";

const KINDS = new Set(["image/jpeg", "image/png", "image/webp", "image/gif", "image/heic", "image/heif"]);
const SHRINK_FROM_BYTES = 1_500_000;
const LONGEST_SIDE = 2400;
const QUALITY = 0.88;

export class Tray {
  #files = [];
  /** What is still being made smaller, as a promise; null when nothing is. */
  busy = null;

  /**
   * @param parts `input` (the file field), `target` (where people drop), `tray` and `note` (what is shown); where there
   *   are any, the `button` that stands for the field and the `box` where people paste.
   * @param {{most: number, bytes: number}} limits of one message.
   * @param changed called when there are more or fewer.
   */
  constructor({ button, input, box, target, tray, note }, limits, changed) {
    this.tray = tray;
    this.note = note;
    this.limits = limits;
    this.changed = changed;
    button?.addEventListener("click", () => input.click());
    input.addEventListener("change", () => {
      const files = [...input.files];
      input.value = ""; // so that the same file can be chosen again
      this.add(files);
    });
    box?.addEventListener("paste", (event) => {
      const files = [...(event.clipboardData?.files ?? [])];
      if (!files.length) return;
      event.preventDefault();
      this.add(files);
    });
    target.addEventListener("dragover", (event) => {
      if (!event.dataTransfer?.types.includes("Files")) return;
      event.preventDefault();
      target.classList.add("dropping");
    });
    target.addEventListener("dragleave", () => target.classList.remove("dropping"));
    target.addEventListener("drop", (event) => {
      target.classList.remove("dropping");
      if (!event.dataTransfer?.files.length) return;
      event.preventDefault();
      this.add([...event.dataTransfer.files]);
    });
  }

  get count() {
    return this.#files.length;
  }

  get files() {
    return [...this.#files];
  }

  /** Take files in, smaller where that helps, one choice after the other; what is not taken is said at once. */
  add(files) {
    const work = Promise.resolve(this.busy).then(() => this.#add(files));
    this.busy = work;
    return work.finally(() => this.busy === work && (this.busy = null));
  }

  async #add(files) {
    const refused = [];
    for (const file of files) {
      // Inside WeChat a picture may come without its kind; the server looks at the bytes in any case.
      const small = !file.type || KINDS.has(file.type) ? await shrunk(file) : null;
      if (!small) refused.push(`“${file.name}”不是图片`);
      else if (small.size > this.limits.bytes) refused.push(`“${file.name}”有 ${mega(small.size)} MB，最多 ${mega(this.limits.bytes)} MB`);
      else if (this.#files.length >= this.limits.most) refused.push(`“${file.name}”放不下，一次最多 ${this.limits.most} 张`);
      else this.#files.push(small);
    }
    this.#show(refused.length ? `没有放进来：${refused.join("；")}。` : "");
  }

  /** Give the files away to be sent. */
  take() {
    const files = this.#files;
    this.#files = [];
    this.#show("");
    return files;
  }

  #show(said) {
    this.note.textContent = said;
    this.note.hidden = !said;
    const items = this.#files.map((file, index) => {
      const address = URL.createObjectURL(file);
      const image = make("img", { src: address, alt: `要发的截图 ${index + 1}`, width: 64, height: 64 });
      image.addEventListener("load", () => URL.revokeObjectURL(address), { once: true });
      const remove = make("button", { type: "button", "aria-label": `不发截图 ${index + 1}` }, "×");
      remove.addEventListener("click", () => {
        this.#files.splice(index, 1);
        this.#show("");
      });
      return make("li", {}, image, remove);
    });
    this.tray.replaceChildren(...items);
    this.tray.hidden = !items.length;
    this.changed();
  }
}

/** A large photo as a smaller JPEG that reads as well; what the browser cannot open stays as it is. */
async function shrunk(file) {
  if (file.size < SHRINK_FROM_BYTES || file.type === "image/gif") return file;
  try {
    const image = await createImageBitmap(file);
    const scale = Math.min(1, LONGEST_SIDE / Math.max(image.width, image.height));
    const canvas = make("canvas", { width: Math.round(image.width * scale), height: Math.round(image.height * scale) });
    canvas.getContext("2d").drawImage(image, 0, 0, canvas.width, canvas.height);
    image.close();
    const blob = await new Promise((resolve) => canvas.toBlob(resolve, "image/jpeg", QUALITY));
    return blob && blob.size < file.size ? new File([blob], file.name, { type: "image/jpeg" }) : file;
  } catch {
    return file;
  }
}

const mega = (bytes) => Math.max(1, Math.ceil(bytes / 1024 / 1024));
