// What an editor is writing stays in this browser until it is live: a reload, a closed tab, a new sign-in lose nothing.

const DAYS = 7;
const OF_MINE = `desk-entry:${document.body.dataset.me}:`;
const LEFT_OUT = new Set(["form_token", "draft", "accept", "entry_query", "entry", "tries", "text", "keep", "keep_more"]);

const keyOf = (form) => `${OF_MINE}${form.dataset.group ? "misses" : "entries"}/${form.dataset.group ?? form.dataset.entry}`;
const fieldsOf = (form) => [...form.querySelectorAll("input, textarea, select")].filter((field) => field.name && !LEFT_OUT.has(field.name));

function read(key) {
  try {
    return JSON.parse(localStorage.getItem(key));
  } catch {
    return null;
  }
}

function begun(field) {
  if (field.tagName === "SELECT") return [...field.options].find((option) => option.defaultSelected)?.value ?? field.options[0]?.value;
  return field.defaultValue;
}

/** Keep what differs from the page as it came; nothing is kept when nothing does. */
export function keep(form) {
  const fields = {};
  for (const field of fieldsOf(form)) {
    if (field.type === "radio" ? field.checked && !field.defaultChecked : field.value !== begun(field)) fields[field.name] = field.value;
  }
  try {
    if (Object.keys(fields).length) localStorage.setItem(keyOf(form), JSON.stringify({ at: Date.now(), fields }));
    else localStorage.removeItem(keyOf(form));
  } catch { /* no room: it is only a copy */ }
}

/** It is live, or not wanted any more. */
export function forget(form) {
  localStorage.removeItem(form.dataset.from ?? keyOf(form));
  localStorage.removeItem(keyOf(form));
}

function put(form, fields) {
  for (const field of fieldsOf(form)) {
    if (!(field.name in fields)) continue;
    if (field.type === "radio") field.checked = field.value === fields[field.name];
    else field.value = fields[field.name];
    const folded = field.closest("details");
    if (folded) folded.open = true;
  }
}

function say(form, words, buttons) {
  const line = document.createElement("p");
  line.className = "told kept";
  line.setAttribute("role", "status");
  line.append(words);
  for (const [label, act] of buttons) {
    const button = document.createElement("button");
    button.type = "button";
    button.className = "small";
    button.textContent = label;
    button.addEventListener("click", () => {
      act();
      line.remove();
    });
    line.append(" ", button);
  }
  form.before(line);
}

const when = (at) => new Date(at).toLocaleString("zh-CN", { month: "numeric", day: "numeric", hour: "2-digit", minute: "2-digit", timeZone: "Asia/Shanghai" });

/** Put back what was left on this page; what was written in a group that is another one now is offered. */
export function offer(form, changed) {
  for (const key of Object.keys(localStorage).filter((key) => key.startsWith("desk-entry:"))) {
    if (!(read(key)?.at > Date.now() - DAYS * 86400e3)) localStorage.removeItem(key);
  }
  const mine = read(keyOf(form));
  if (mine) {
    put(form, mine.fields);
    changed();
    say(form, `接着 ${when(mine.at)} 没写完的。`, [["丢掉，从头来", () => {
      forget(form);
      form.reset();
      changed();
    }]]);
    return;
  }
  if (!form.dataset.group) return;
  const others = Object.keys(localStorage).filter((key) => key.startsWith(`${OF_MINE}misses/`) && read(key)?.fields.act === "new");
  for (const key of others) {
    const { at, fields } = read(key);
    say(form, `${when(at)} 还有一个没写完的新条目“${fields.title || fields.entry_id || "还没有题目"}”。`, [
      ["放进来", () => {
        form.dataset.from = key;
        put(form, fields);
        changed();
        keep(form);
      }],
      ["丢掉", () => localStorage.removeItem(key)],
    ]);
  }
}
