/** What the help pages do beyond plain HTML: suggestions, feedback, links in contact lines. */

import { Feedback } from "./feedback.js";
import { linked } from "./rich_text.js";
import { Suggestions } from "./suggestions.js";

const box = document.getElementById("search");
if (box) {
  const suggestions = new Suggestions(box, document.getElementById("suggestions"), ({ id }) => {
    location.href = `/help/${id}`;
  }, { all: (query) => (location.href = `/help?q=${encodeURIComponent(query)}`), most: 8 });
  box.addEventListener("keydown", (event) => suggestions.handleKey(event));
}

const place = document.getElementById("feedback");
if (place) new Feedback(place, { faqId: place.dataset.faq });

for (const element of document.querySelectorAll("[data-link]")) {
  element.replaceChildren(linked(element.textContent));
}

// Paper cannot be tapped: what is folded is printed open.
addEventListener("beforeprint", () => {
  for (const folded of document.querySelectorAll("details:not([open])")) {
    folded.open = true;
    addEventListener("afterprint", () => (folded.open = false), { once: true });
  }
});

// In the chat one may also answer in one's own words, and the steps are kept; without scripts they are links.
const guide = document.getElementById("guide");
if (guide) guide.href = guide.dataset.chat;

const tools = document.getElementById("tools");
if (tools) {
  const shared = document.getElementById("shared");
  tools.hidden = false;
  document.getElementById("print").addEventListener("click", () => print());
  document.getElementById("share").addEventListener("click", async () => {
    const page = { title: tools.dataset.title, url: location.origin + location.pathname };
    try {
      if (navigator.share) await navigator.share(page);
      else {
        await navigator.clipboard.writeText(`${page.title} ${page.url}`);
        shared.textContent = "链接已复制";
      }
    } catch (error) {
      // Whoever closes the sheet has not failed; a browser without a clipboard shows the address to copy.
      if (error.name !== "AbortError") shared.textContent = page.url;
    }
  });
}
