/** Screenshots: chosen with the button or pasted; the server checks what they really are. */

const MOST = 5;
const KINDS = new Set(["image/jpeg", "image/png", "image/webp", "image/gif", "image/heic", "image/heif"]);

/**
 * @param parts `button`, `input` (the file field) and `box` (where people paste).
 * @param take called with the files of one message.
 */
export function offerPictures({ button, input, box }, take) {
  button.addEventListener("click", () => input.click());
  input.addEventListener("change", () => {
    const files = [...input.files].slice(0, MOST);
    input.value = ""; // so that the same file can be chosen again
    if (files.length) take(files);
  });
  box.addEventListener("paste", (event) => {
    const files = [...(event.clipboardData?.files ?? [])].filter(({ type }) => KINDS.has(type)).slice(0, MOST);
    if (!files.length) return;
    event.preventDefault();
    take(files);
  });
}
