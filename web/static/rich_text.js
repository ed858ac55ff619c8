/**
 * Turns texts and the API's HTML into elements. Nothing is ever printed as markup: texts become
 * text nodes, and of HTML only the tags of answers (faq/text/markup.py) are built anew, one by one.
 */

const KEPT_TAGS = new Set(["P", "BR", "OL", "UL", "LI", "STRONG", "EM", "A"]);
const DROPPED_TAGS = new Set(["SCRIPT", "STYLE", "TEMPLATE", "IFRAME", "OBJECT", "EMBED", "SVG", "MATH", "NOSCRIPT", "TITLE", "TEXTAREA"]);
// E-mail addresses first, so that kefu@chsi.com.cn is no link to chsi.com.cn. No look-behind: older phones lack it.
const LINKABLE = new RegExp(
  [
    "(?<mail>[\\w.+-]+@[\\w-]+(?:\\.[\\w-]+)+)",
    "(?<page>(?:https?://)?(?:[a-z0-9-]+\\.)*chsi\\.com\\.cn(?![\\w-]|\\.\\w|@|:\\d*@)(?:[/?#][\\w\\-.~:/?#[\\]@!$&'()*+,;=%]*)?)",
    "(?<phone>0\\d{2,3}-\\d{7,8}(?!\\d))",
    "(?<ticket>/ticket(?![\\w/-]))", // our own page, which the bot names while Rasa is away
  ].join("|"),
  "gi",
);
const SHORT = 28;
const ENTRY_ID = /^[a-z0-9_]{1,40}$/;

/** An element with attributes and children; strings become text. */
export function make(tag, attributes = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (value === true) element.setAttribute(name, "");
    else if (value !== null && value !== false) element.setAttribute(name, value);
  }
  element.append(...children.filter((child) => child !== null));
  return element;
}

/** A text with its chsi.com.cn pages, e-mail addresses and landline numbers as links. */
export function linked(text) {
  const fragment = document.createDocumentFragment();
  let position = 0;
  for (const match of text.matchAll(LINKABLE)) {
    const before = match.index ? text[match.index - 1] : "";
    const shown = match.groups.page ? match[0].replace(/[.,;:!?'")\]]+$/, "") : match[0];
    const href = /[\w@./-]/.test(before) ? null : addressOf(match.groups, shown);
    if (href === null) continue;
    const link = anchor(href, shown);
    // A short address or a number is hard to read, or to copy by hand, in two halves.
    if (shown.length <= SHORT) link.className = "whole";
    fragment.append(text.slice(position, match.index), link);
    position = match.index + shown.length;
  }
  fragment.append(text.slice(position));
  return fragment;
}

function addressOf({ mail, phone, ticket }, shown) {
  if (mail) return `mailto:${shown}`;
  if (phone) return `tel:${shown}`;
  if (ticket) return "/ticket";
  const url = webAddress(/^https?:/i.test(shown) ? shown : `https://${shown}`);
  return url && (url.hostname === "chsi.com.cn" || url.hostname.endsWith(".chsi.com.cn")) ? url.href : null;
}

function webAddress(text) {
  try {
    const url = new URL(text);
    return url.protocol === "https:" || url.protocol === "http:" ? url : null;
  } catch {
    return null;
  }
}

function anchor(href, ...children) {
  const isPage = href.startsWith("http");
  return make("a", { href, target: isPage ? "_blank" : null, rel: isPage ? "noopener noreferrer" : null }, ...children);
}

/** The API's HTML, rebuilt from the tags answers may have; links to other answers get `data-faq`. */
export function fromHtml(html) {
  const fragment = document.createDocumentFragment();
  // An inert document: nothing in it runs or loads.
  copyChildren(new DOMParser().parseFromString(html, "text/html").body, fragment, false);
  return fragment;
}

function copyChildren(source, target, insideLink) {
  for (const node of source.childNodes) {
    if (node.nodeType === Node.TEXT_NODE) {
      target.append(insideLink ? node.data : linked(node.data));
    } else if (node.nodeType === Node.ELEMENT_NODE && !DROPPED_TAGS.has(node.tagName.toUpperCase())) {
      const copy = KEPT_TAGS.has(node.tagName) ? copyOf(node) : null;
      copyChildren(node, copy ?? target, insideLink || node.tagName === "A");
      if (copy) target.append(copy);
    }
  }
}

function copyOf(node) {
  if (node.tagName === "OL") {
    const start = Number.parseInt(node.getAttribute("start") ?? "1", 10);
    return make("ol", { start: start > 1 ? String(start) : null });
  }
  if (node.tagName !== "A") return make(node.tagName.toLowerCase());
  const entry = node.getAttribute("data-faq") ?? "";
  if (ENTRY_ID.test(entry)) return make("a", { href: `/help/${entry}`, "data-faq": entry });
  const url = webAddress(node.getAttribute("href") ?? "");
  return url ? anchor(url.href) : null;
}

/**
 * A plain reply as elements: paragraphs, steps, lists, 【headings】.
 * Lines that only repeat an option are left out, for the option is a button below.
 */
export function fromText(text, options = []) {
  const fragment = document.createDocumentFragment();
  let block = null;
  const into = (tag, attributes) => {
    const sameStyle = block?.className === (attributes?.class ?? "");
    if (block?.tagName !== tag.toUpperCase() || !sameStyle) {
      block = make(tag, attributes);
      fragment.append(block);
      return true;
    }
    return false;
  };
  for (const raw of text.split("\n")) {
    const line = raw.trim();
    const [, number, step] = /^(\d{1,2})\.\s+(.*)$/.exec(line) ?? [];
    const [, item] = /^[·-]\s+(.*)$/.exec(line) ?? [];
    const [, heading] = /^【(.+)】$/.exec(line) ?? [];
    if (number && options[Number(number) - 1]?.title === step) continue;
    if (!line) {
      block = null;
    } else if (heading) {
      into("h3");
      block.append(heading);
      block = null;
    } else if (step !== undefined) {
      into("ol", { start: number === "1" ? null : number });
      block.append(make("li", {}, linked(step)));
    } else if (item !== undefined) {
      into("ul");
      block.append(make("li", {}, linked(item)));
    } else {
      if (!into("p")) block.append(make("br"));
      block.append(linked(line));
    }
  }
  return fragment;
}
