/**
 * The chat on another site: <script src="https://…/widget.js" async data-label="在线咨询"></script>
 * A button at the corner and a frame of ours, in a shadow tree that the host's styles do not reach.
 */
(() => {
  const script = document.currentScript;
  if (!script || document.querySelector("chsi-bot-widget")) return;
  const home = new URL(script.src).origin;
  const label = script.dataset.label || "在线咨询";
  const element = document.createElement("chsi-bot-widget");
  const root = element.attachShadow({ mode: "closed" });

  const make = (tag, style, attributes = {}) => {
    const made = document.createElement(tag);
    Object.assign(made.style, style);
    for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, value);
    return made;
  };
  const corner = { position: "fixed", right: "16px", bottom: "16px", zIndex: "2147483000" };
  const button = make(
    "button",
    { ...corner, minHeight: "48px", padding: "0 20px", border: "0", borderRadius: "24px", background: "#0b7a63", color: "#fff", font: "600 16px/1.4 system-ui, sans-serif", cursor: "pointer", boxShadow: "0 4px 14px rgb(0 0 0 / 25%)" },
    { type: "button", "aria-haspopup": "dialog", "aria-expanded": "false" },
  );
  button.textContent = label;
  const panel = make(
    "div",
    { ...corner, bottom: "76px", display: "none", width: "min(400px, calc(100vw - 32px))", height: "min(640px, calc(100vh - 108px))", borderRadius: "16px", overflow: "hidden", boxShadow: "0 8px 40px rgb(0 0 0 / 35%)", background: "#fff" },
    { role: "dialog", "aria-label": label },
  );
  let frame = null;

  const show = (open) => {
    if (open && !frame) {
      // Only now: a page that nobody asks anything loads nothing of ours but this script.
      frame = make("iframe", { width: "100%", height: "100%", border: "0", display: "block" }, { src: `${home}/widget`, title: label, allow: "clipboard-write" });
      panel.append(frame);
    }
    panel.style.display = open ? "block" : "none";
    button.setAttribute("aria-expanded", String(open));
    button.textContent = open ? "收起" : label;
    (open ? frame : button).focus();
  };
  button.addEventListener("click", () => show(panel.style.display === "none"));
  addEventListener("keydown", (event) => event.key === "Escape" && panel.style.display !== "none" && show(false));
  // The frame says when Escape is pressed inside it; nothing else is taken from it.
  addEventListener("message", (event) => {
    if (event.origin === home && event.source === frame?.contentWindow && event.data === "chsi-bot:close") show(false);
  });
  root.append(panel, button);
  (document.body ?? document.documentElement).append(element);
})();
