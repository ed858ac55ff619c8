/** A picture in large, over the page: a tap or Esc closes it. */

import { make } from "./rich_text.js";

let view = null;

/** Show the picture at that address. */
export function enlarge(address) {
  view ??= makeView();
  view.querySelector("button").replaceChildren(make("img", { src: address, alt: "放大的图片" }));
  view.showModal();
}

function makeView() {
  const close = make("button", { id: "picture-large", "aria-label": "关闭图片" });
  const dialog = make("dialog", { id: "picture-view", "aria-label": "图片" }, make("form", { method: "dialog" }, close));
  document.body.append(dialog);
  return dialog;
}
