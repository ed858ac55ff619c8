/** A button that copies a text; where the browser does not allow it, the text is marked, so that it can be copied by hand. */

import { make } from "./rich_text.js";

const SAID_MS = 4000;

/** @param code the element whose text is copied, or what its `data-copied` says. */
export function copyButton(code) {
  const button = make("button", { type: "button", class: "copy" }, "复制");
  button.addEventListener("click", async () => {
    try {
      await navigator.clipboard.writeText(code.dataset.copied ?? code.textContent);
      button.textContent = "已复制";
    } catch {
      getSelection().selectAllChildren(code);
      button.textContent = "已选中，长按复制";
    }
    setTimeout(() => (button.textContent = "复制"), SAID_MS);
  });
  return button;
}
