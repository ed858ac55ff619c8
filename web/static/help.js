/** What the help pages do beyond plain HTML: suggestions, feedback, links in contact lines. */

import { Feedback } from "./feedback.js";
import { linked } from "./rich_text.js";
import { Suggestions } from "./suggestions.js";

const box = document.getElementById("search");
const suggestions = new Suggestions(box, document.getElementById("suggestions"), ({ id }) => {
  location.href = `/help/${id}`;
}, { all: (query) => (location.href = `/help?q=${encodeURIComponent(query)}`), most: 8 });
box.addEventListener("keydown", (event) => suggestions.handleKey(event));

const place = document.getElementById("feedback");
if (place) new Feedback(place, { faqId: place.dataset.faq });

for (const element of document.querySelectorAll("[data-link]")) {
  element.replaceChildren(linked(element.textContent));
}
