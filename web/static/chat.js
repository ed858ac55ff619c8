/** The chat page: puts box, delivery, conversation and memory together. */

import { newId, post, postForm } from "./api.js";
import { Conversation } from "./conversation.js";
import { Delivery } from "./delivery.js";
import { showUnread } from "./header.js";
import { offerPictures } from "./pictures.js";
import { richAnswer } from "./replies.js";
import { forgetConversation, forgotten, loadSession, loadTranscript, remembered, saveSession, saveTranscript } from "./storage.js";
import { Suggestions } from "./suggestions.js";
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
    retry,
    human: askForPerson,
    rated: (message) => {
      message.rated = true;
      saveTranscript(transcript);
    },
  },
);

const delivery = new Delivery(attempt, {
  sending: (message) => {
    conversation.mark(message.id, "sending");
    waitFor(message);
  },
  retrying: (message) => {
    conversation.mark(message.id, "retrying");
    conversation.setTyping(false);
  },
  answered: showAnswer,
  failed: (message, error) => {
    message.state = "failed";
    saveTranscript(transcript);
    conversation.setTyping(false);
    conversation.mark(message.id, "failed", { reason: error.message });
  },
  idle: () => conversation.setTyping(false),
});

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
  conversation.addMine(message);
  conversation.mark(message.id, "sending");
  delivery.add(message);
}

function askForPerson() {
  ask("转人工客服", { option: "human" });
}

function retry(id) {
  const message = transcript.find((candidate) => candidate.id === id);
  if (!message) return;
  message.state = "waiting";
  conversation.mark(id, "sending");
  delivery.add(message);
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
  conversation.mark(asked.id, "sent");
  conversation.setTyping(false);
  addReplies({ who: "bot", replies, rich, faqId, at: Date.now() });
}

function addReplies(message) {
  transcript.push(message);
  saveTranscript(transcript);
  conversation.addReplies(message);
}

function sendBox() {
  const text = box.value.trim();
  if (!text) return;
  emptyBox();
  suggestions.close();
  ask(text);
}

function emptyBox() {
  box.value = "";
  fitBox();
}

function fitBox() {
  box.style.height = "auto";
  box.style.height = `${box.scrollHeight + 2}px`;
  send.disabled = !box.value.trim();
}

/** Clear what is shown; with `everything` also who this browser is, so that nobody after them sees their tickets. */
async function clearConversation(everything) {
  generation += 1;
  transcript = [];
  delivery.drop();
  forgetConversation(everything);
  conversation.clear();
  conversation.setTyping(false);
  if (everything) {
    showUnread(0);
    await newSession(true).catch(() => null); // the cookie too; without a connection the next message does it
  }
}

/** What this tab said before a reload; what was still on its way can be sent again under its old id. */
function restore() {
  for (const message of loadTranscript()) {
    transcript.push(message);
    if (message.who === "bot") {
      conversation.addReplies(message, { fresh: false });
    } else {
      message.generation = generation;
      conversation.addMine(message, { fresh: false });
      if (message.state !== "sent") {
        // Files do not outlive the page, so pictures must be chosen again.
        const again = !message.pictures;
        conversation.mark(message.id, "failed", { reason: again ? "没有等到回答" : "请重新选择截图", again });
      }
    }
  }
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
byId("composer").addEventListener("submit", (event) => {
  event.preventDefault();
  sendBox();
  box.focus();
});
byId("human").addEventListener("click", (event) => {
  // Without a connection the page of its own is no better off, but says so by itself.
  if (event.ctrlKey || event.metaKey || event.shiftKey || !navigator.onLine) return;
  event.preventDefault();
  askForPerson();
});
offerPictures({ button: byId("picture"), input: byId("files"), box }, (files) => {
  const text = box.value.trim();
  emptyBox();
  suggestions.close();
  ask(text, { files });
});
const hot = document.querySelector(".popular");
byId("hot").hidden = !hot;
byId("hot").addEventListener("click", () => conversation.addHot(hot));
byId("messages").addEventListener("click", (event) => {
  const chip = event.target.closest(".chip");
  if (chip) ask(chip.textContent.trim(), { option: chip.dataset.option });
});
const clearing = byId("clearing");
byId("clear").addEventListener("click", () => clearing.showModal());
clearing.addEventListener("close", () => {
  if (clearing.returnValue) clearConversation(clearing.returnValue === "all");
  clearing.returnValue = "";
});
addEventListener("offline", () => (byId("offline").hidden = false));
addEventListener("online", () => {
  byId("offline").hidden = true;
  delivery.hurry();
});

restore();
fitBox();
const listen = watchUpdates(({ number, agent, text }) => {
  addReplies({ who: "bot", agent, number, replies: [{ text, options: [] }], at: Date.now() });
});
if (box.value || matchMedia("(hover: hover)").matches) box.focus();
