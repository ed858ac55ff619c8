/** The ticket pages beyond plain HTML: chosen pictures are shown and can be taken back, an answer comes by itself. */

import { copyButton } from "./copying.js";
import { enlarge } from "./enlarging.js";
import { Tray } from "./pictures.js";
import { noteTickets } from "./storage.js";
import { sendFormsHere } from "./ticket_form.js";
import { watchTickets } from "./ticket_live.js";

function prepare(part) {
  part.querySelectorAll(".picker").forEach(preparePicker);
  part.querySelectorAll(".contacts .code").forEach((code) => code.after(" ", copyButton(code)));
}

function preparePicker(picker) {
  const input = picker.querySelector("input");
  const [note, list] = [picker.querySelector(".fault"), picker.querySelector(".tray")];
  const { pictures, bytes } = picker.dataset;
  const tray = new Tray(
    { input, target: picker, tray: list, note },
    { most: Number(pictures), bytes: Number(bytes) },
    () => hold(input, tray.files),
  );
  // What the field itself says is in the browser's language; the list says it in ours.
  input.classList.add("hidden");
  input.form.addEventListener("submit", async (event) => {
    if (!tray.busy) return;
    event.preventDefault();
    await tray.busy; // a large picture is still being made smaller
    input.form.requestSubmit(event.submitter);
  });
}

// A picture is a link to itself, for whoever has no scripts or wants a page of its own.
document.addEventListener("click", (event) => {
  const link = event.target.closest(".shots a");
  if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
  event.preventDefault();
  enlarge(link.href);
});
prepare(document);
sendFormsHere(prepare);
if (document.querySelector("[data-live]")) {
  noteTickets();
  showNews();
  watchTickets(prepare);
}

/** An answer that is new, or what was just added, stands below what one wrote first: the page opens at it. */
function showNews() {
  if (location.hash || document.querySelector("[autofocus], .fault[role=alert]")) return;
  const isAdded = new URLSearchParams(location.search).get("done") === "added";
  const line = document.querySelector(".line.new") ?? (isAdded ? [...document.querySelectorAll(".line")].at(-1) : null);
  line?.scrollIntoView({ block: "center" });
}

/** Make the field hold these files, so that the form sends them. */
function hold(input, files) {
  const held = new DataTransfer();
  for (const file of files) held.items.add(file);
  input.files = held.files;
}
