/** The chat page: puts box, delivery, conversation and memory together. */

import { getPicture, newId, post, postForm } from "./api.js";
import { watchConnection } from "./connection.js";
import { Conversation } from "./conversation.js";
import { Delivery, whyWaiting } from "./delivery.js";
import { enlarge } from "./enlarging.js";
import { showUnread } from "./header.js";
import { eraseHistory, loadHistory, noteShown } from "./history.js";
import { Tray } from "./pictures.js";
import { richAnswer, ticketCard } from "./replies.js";
import { forgetConversation, forgotten, loadSession, loadTranscript, remembered, saveSession, saveTranscript } from "./storage.js";
import { Suggestions } from "./suggestions.js";
import { follow } from "./unanswered.js";
import { watchUpdates } from "./updates.js";

const MESSAGES = "/api/v1/messages";
const byId = (id) => document.getElementById(id);
const box = byId("box");
const send = byId("send");
let transcript = [];
let generation = 0;

const conversation = new Conversation(
  { list: byId("messages"), scroll: byId("scroll"), typing: byId("typing"), newest: byId("newest"), announcer: byId("announcer") },
  {
    choose: ({ id, title }) => ask(title, { option: id }),
    say: (text) => ask(text),
    retry,
    human: askForPerson,
    picture: (id) => getPicture(id, loadSession()),
    ticket: (number, grow) => ticketCard(number, loadSession(), grow),
    enlarge,
    rated: (message) => {
      message.rated = true;
      saveTranscript(transcript);
    },
  },
);

const delivery = new Delivery(attempt, {
  sending: (message) => {
    toEnd(message);
    conversation.mark(message.id, "sending");
    waitFor(message);
  },
  retrying: (message, error) => {
    conversation.mark(message.id, "retrying", { waiting: whyWaiting(error) });
    conversation.setTyping(false);
  },
  answered: showAnswer,
  failed: (message, error) => {
    message.state = "failed";
    saveTranscript(transcript);
    conversation.setTyping(false);
    conversation.mark(message.id, "failed", { reason: error.message, again: error.again });
  },
  idle: () => conversation.setTyping(false),
});

const composer = byId("composer");
const tray = new Tray(
  { button: byId("picture"), input: byId("files"), box, target: document.body, tray: byId("tray"), note: byId("picture-note") },
  { most: Number(composer.dataset.pictures), bytes: Number(composer.dataset.bytes) },
  () => fitBox(),
);

const suggestions = new Suggestions(box, byId("suggestions"), ({ id, title }) => {
  emptyBox();
  ask(title, { option: id });
});

/** Say something: shown at once, sent as soon as what was said before is answered. */
function ask(text, { option = null, files = null } = {}) {
  const about = { id: newId(), who: "me", at: Date.now(), state: "waiting", generation };
  const message = { ...about, text, option, files, pictures: files?.length ?? 0 };
  transcript.push(message);
  saveTranscript(transcript);
  // What the address offered was sent, or passed over: a reload must not offer it once more.
  if (location.search) history.replaceState(null, "", location.pathname);
  conversation.addMine(message);
  conversation.mark(message.id, "sending");
  delivery.add(message);
}

function askForPerson() {
  ask("人工客服", { option: "human" });
}

function retry(id) {
  const message = transcript.find((candidate) => candidate.id === id);
  if (!message) return;
  message.state = "waiting";
  toEnd(message);
  conversation.mark(id, "sending");
  delivery.add(message);
}

/** Its answer comes last, so it goes there too: under another's answer nobody would know what it answers. */
function toEnd(message) {
  if (transcript.at(-1) === message) return;
  transcript = [...transcript.filter((other) => other !== message), message];
  saveTranscript(transcript);
  conversation.moveToEnd(message.id);
}

/** While a message is on its way: 看图中… where a picture has to be read first. */
function waitFor({ files }) {
  conversation.setTyping(true, { looking: Boolean(files?.length) });
}

async function attempt({ id, text, option, files }) {
  waitFor({ files });
  // Before the first message, so that a repeated first message is known for a repetition too.
  if (!loadSession()) await newSession();
  const fields = { text, ...(option ? { option } : {}), message_id: id };
  const send = () => (files ? postForm(MESSAGES, fields, files, loadSession()) : post(MESSAGES, fields, { session: loadSession() }));
  try {
    return await send();
  } catch (error) {
    if (error.status !== 401) throw error;
    await newSession(); // the old one has ended
    return send();
  }
}

async function newSession(fresh = false) {
  saveSession((await post("/api/v1/session", { fresh: fresh || forgotten() })).session);
  remembered();
  listen();
}

async function showAnswer(asked, answer) {
  const replies = answer.replies ?? [];
  const rich = await richAnswer(answer.trace, replies);
  if (asked.generation !== generation) return; // cleared meanwhile
  const faqId = answer.trace?.band === "answer" ? answer.trace.faq_id : null;
  asked.state = "sent";
  asked.shots = answer.pictures; // by which they are found again after a reload
  conversation.mark(asked.id, "sent");
  conversation.setTyping(false);
  addReplies({ who: "bot", replies, rich, faqId, step: answer.trace?.step_number, ticket: answer.trace?.ticket, closed: answer.trace?.closed, at: Date.now() });
}

function addReplies(message) {
  transcript.push(message);
  saveTranscript(transcript);
  conversation.addReplies(message);
}

function sendBox() {
  const text = box.value.trim();
  if ((!text && !tray.count) || charsOver() > 0) return;
  const files = tray.count ? tray.take() : null;
  emptyBox();
  suggestions.close();
  ask(text, { files });
}

function emptyBox() {
  box.value = "";
  fitBox();
}

const charsOver = () => [...box.value.trim()].length - Number(composer.dataset.chars);

function fitBox() {
  box.style.height = "auto";
  box.style.height = `${box.scrollHeight + 2}px`;
  byId("tray-note").hidden = !tray.count;
  const over = charsOver();
  const note = byId("length-note");
  note.hidden = over <= 0;
  note.textContent = over > 0 ? `一条最多 ${composer.dataset.chars} 字，多了 ${over} 字，请删短或者分两条发。` : "";
  send.disabled = (!box.value.trim() && !tray.count) || over > 0;
}

/** Clear what is shown; with `everything` also who this browser is, so that nobody after them sees their tickets. */
async function clearConversation(everything) {
  generation += 1;
  transcript = [];
  delivery.drop();
  eraseHistory(loadSession()).catch(() => conversation.announce("聊天记录没有删成，请连上网络再清空一次"));
  forgetConversation(everything);
  conversation.clear(everything ? "都清空了，这个浏览器不再认得您的工单。" : "对话清空了。工单还在“我的工单”里。");
  conversation.setTyping(false);
  if (everything) {
    showUnread(0);
    await newSession(true).catch(() => null); // the cookie too; without a connection the next message does it
  }
}

/** It may have arrived before the page was left; what did not can be sent again, but files do not outlive the page. */
function askAfter(message) {
  let said = false;
  const lost = () => {
    if (said) return;
    said = true;
    const again = !message.pictures;
    conversation.setTyping(false);
    conversation.mark(message.id, "failed", again ? { said: "还没有等到回答" } : { reason: "请重新选择截图", again });
  };
  const working = () => {
    said = false;
    conversation.mark(message.id, "sending");
    waitFor({ files: message.pictures ? [message] : null });
  };
  const answered = async (answer) => {
    toEnd(message);
    await showAnswer(message, answer);
    if (message.shots?.length) conversation.showAgain(message);
  };
  if (message.state === "failed") lost();
  else conversation.mark(message.id, "sending");
  message.state = "followed";
  const over = () => message.generation !== generation || message.state !== "followed";
  follow(message.id, { session: loadSession, over }, { working, answered, lost });
}

/** What this tab said before a reload; what was still on its way can be sent again under its old id. */
function restore(messages) {
  for (const message of messages) {
    transcript.push(message);
    if (message.who === "bot") {
      conversation.addReplies(message, { fresh: false });
    } else {
      message.generation = generation;
      conversation.addMine(message, { fresh: false });
      if (message.state !== "sent") askAfter(message);
    }
  }
  const start = document.querySelector("#welcome .start");
  if (transcript.length && start) conversation.offerAgain(start); // who comes for a guide must not have to scroll up
  if (transcript.length) byId("scroll").scrollTop = byId("scroll").scrollHeight;
}

box.addEventListener("input", fitBox);
box.addEventListener("keydown", (event) => {
  // 229: the Enter that ends a composition in Safari, which no longer calls itself composing.
  if (event.isComposing || event.keyCode === 229 || suggestions.handleKey(event)) return;
  if (event.key === "Enter" && !event.shiftKey) {
    event.preventDefault();
    sendBox();
  }
});
composer.addEventListener("submit", (event) => {
  event.preventDefault();
  sendBox();
  box.focus();
});
byId("human").addEventListener("click", (event) => {
  // Without a connection nobody is reached either way, which is said below.
  if (event.ctrlKey || event.metaKey || event.shiftKey || !navigator.onLine) return;
  event.preventDefault();
  askForPerson();
});
const hot = document.querySelector(".popular");
byId("hot").hidden = !hot;
byId("hot").addEventListener("click", () => conversation.offerAgain(hot));
byId("messages").addEventListener("click", (event) => {
  // A chip is a link to its article, for whoever has no scripts or wants a page of its own.
  const chip = event.target.closest(".chip");
  if (!chip || event.ctrlKey || event.metaKey || event.shiftKey) return;
  event.preventDefault();
  ask(chip.textContent.trim(), { option: chip.dataset.option });
});
const clearing = byId("clearing");
byId("clear").addEventListener("click", () => clearing.showModal());
clearing.addEventListener("close", () => {
  if (clearing.returnValue === "erase") ask("删除我的资料");
  else if (clearing.returnValue) clearConversation(clearing.returnValue === "all");
  clearing.returnValue = "";
});
watchConnection(byId("offline"), { announce: (text) => conversation.announce(text), back: () => delivery.hurry() });

const before = loadTranscript();
restore(before);
// A new tab, another day: what the server kept comes before anything is said here.
if (!before.length) {
  const known = document.body.classList.contains("in-wechat"); // signed in, before anything was said here
  loadHistory(loadSession(), known).then((kept) => {
    if (transcript.length) return;
    noteShown(kept);
    restore(kept);
  });
}
fitBox();
if (document.body.classList.contains("in-frame")) {
  addEventListener("keydown", (event) => {
    // The frame's own dialogs and lists come first; the host may know only that it was asked to close.
    if (event.key === "Escape" && !event.defaultPrevented && !document.querySelector("dialog[open]")) {
      parent.postMessage("chsi-bot:close", "*");
    }
  });
}
const listen = watchUpdates(({ number, agent, text, pictures, live, options = [] }) => {
  addReplies({ who: "bot", agent, number, shots: pictures, live, replies: [{ text, options }], at: Date.now() });
});
if (box.value || matchMedia("(hover: hover)").matches) box.focus();
