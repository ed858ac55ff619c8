/**
 * What the page remembers. The session token stays (localStorage), so a returning person goes on
 * where they were; the words of the conversation leave with the tab (sessionStorage), because
 * people ask about their documents on shared computers.
 */

const SESSION = "chsi-bot-session";
const TRANSCRIPT = "chsi-bot-transcript";
const LAST_UPDATE = "chsi-bot-last-update";
const LAST_LINE = "chsi-bot-last-line";
const TICKETS = "chsi-bot-tickets";
const FORGOTTEN = "chsi-bot-forgotten";
const MOST_MESSAGES = 60;

export const loadSession = () => read(() => localStorage.getItem(SESSION)) || "";

export const saveSession = (token) => read(() => localStorage.setItem(SESSION, token));

/** The messages of this tab's conversation, oldest first. */
export function loadTranscript() {
  const messages = read(() => JSON.parse(sessionStorage.getItem(TRANSCRIPT) || "[]"));
  return Array.isArray(messages) ? messages : [];
}

export function saveTranscript(messages) {
  const kept = messages.slice(-MOST_MESSAGES).map(({ files, ...message }) => message);
  read(() => sessionStorage.setItem(TRANSCRIPT, JSON.stringify(kept)));
}

/** The number of the newest answer of an agent that was shown. */
export const loadLastUpdate = () => Number(read(() => localStorage.getItem(LAST_UPDATE))) || 0;

export const saveLastUpdate = (number) => read(() => localStorage.setItem(LAST_UPDATE, String(number)));

/** The same for what the bot said by itself around a talk with an agent. */
export const loadLastLine = () => Number(read(() => localStorage.getItem(LAST_LINE))) || 0;

export const saveLastLine = (number) => read(() => localStorage.setItem(LAST_LINE, String(number)));

/** Forget what was said; with `everything` also the session, and that the next one must be a fresh one. */
export function forgetConversation(everything = false) {
  read(() => sessionStorage.removeItem(TRANSCRIPT));
  if (!everything) return;
  read(() => localStorage.removeItem(SESSION));
  read(() => localStorage.removeItem(LAST_UPDATE));
  read(() => localStorage.removeItem(LAST_LINE));
  read(() => localStorage.removeItem(TICKETS));
  read(() => localStorage.setItem(FORGOTTEN, "yes"));
}

/** This browser has a ticket: every page asks whether there is an answer, also where nobody ever chatted. */
export const noteTickets = () => read(() => localStorage.setItem(TICKETS, "yes"));

export const hasTickets = () => read(() => localStorage.getItem(TICKETS)) === "yes";

/** Whether this browser was told to forget who it is, and the server does not know yet. */
export const forgotten = () => read(() => localStorage.getItem(FORGOTTEN)) === "yes";

export const remembered = () => read(() => localStorage.removeItem(FORGOTTEN));

/** Browsers may forbid storage, or hold nonsense in it: then nothing is remembered. */
function read(action) {
  try {
    return action();
  } catch {
    return null;
  }
}
