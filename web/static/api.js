/** The gateway's API. A failure says in Chinese what is wrong, and whether trying again can help. */

const TIMEOUT_MS = 20000;
const UPLOAD_TIMEOUT_MS = 90000;
const NO_CONNECTION = "网络不通";

export class ApiError extends Error {
  /**
   * @param {{again: boolean, waitMs?: number, offline?: boolean}} hints whether to try again, when the server wants
   *   that, and whether it was reached at all.
   */
  constructor(message, { again, waitMs = null, status = 0, offline = false }) {
    super(message);
    this.again = again;
    this.waitMs = waitMs;
    this.status = status;
    this.offline = offline;
  }
}

/** The session goes into a header: addresses end up in logs on the way, and no other site's page can set a header. */
const withSession = (session, headers = {}) => (session ? { ...headers, "X-Session": session } : headers);

export const post = (path, body, { session = "", keepalive = false } = {}) =>
  call(path, {
    method: "POST",
    headers: withSession(session, { "Content-Type": "application/json" }),
    body: JSON.stringify(body),
    keepalive,
  });

/** The same with pictures: a form whose parts named `image` are the files. */
export const postForm = (path, fields, files, session = "") => {
  const body = new FormData();
  for (const [name, value] of Object.entries(fields)) body.append(name, value);
  for (const file of files) body.append("image", file);
  return call(path, { method: "POST", headers: withSession(session), body }, UPLOAD_TIMEOUT_MS);
};

export const get = (path, parameters = {}, session = "") => {
  const query = new URLSearchParams(parameters).toString();
  return call(query ? `${path}?${query}` : path, { headers: withSession(session) });
};

/** The address, valid while the page is open, of a picture that only its person may see; null when it cannot be had. */
export async function getPicture(id, session) {
  const answer = await fetch(`/api/v1/pictures/${id}`, { headers: withSession(session) }).catch(() => null);
  return answer?.ok ? URL.createObjectURL(await answer.blob()) : null;
}

/** An id nobody else has; `crypto.randomUUID` is missing on pages without HTTPS. */
export function newId() {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
}

async function call(path, options, timeoutMs = TIMEOUT_MS) {
  const giveUp = new AbortController();
  const timer = setTimeout(() => giveUp.abort(), timeoutMs);
  try {
    const response = await fetch(path, { ...options, signal: giveUp.signal });
    const body = await readJson(response);
    if (response.ok && body !== null) return body;
    throw new ApiError(body?.error || "系统暂时没有回应", {
      status: response.status,
      again: response.ok || response.status === 429 || response.status >= 500,
      waitMs: retryAfter(response),
    });
  } catch (error) {
    if (error instanceof ApiError) throw error;
    throw new ApiError(NO_CONNECTION, { again: true, offline: true });
  } finally {
    clearTimeout(timer);
  }
}

async function readJson(response) {
  const text = await response.text();
  try {
    const body = JSON.parse(text);
    return typeof body === "object" ? body : null;
  } catch {
    return null;
  }
}

function retryAfter(response) {
  const seconds = Number.parseInt(response.headers.get("Retry-After") ?? "", 10);
  return Number.isFinite(seconds) && seconds >= 0 ? Math.min(seconds, 60) * 1000 : null;
}
