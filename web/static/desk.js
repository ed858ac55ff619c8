// What every page of the desk does: says what went wrong with a request, closes the account menu.

const toasts = document.getElementById("toasts");

/** Say something for a few seconds; a fault stays until it is clicked away. */
export function toast(text, isFault = false) {
  const line = document.createElement("p");
  line.textContent = text;
  line.classList.toggle("bad", isFault);
  line.addEventListener("click", () => line.remove());
  toasts.append(line);
  if (!isFault) setTimeout(() => line.remove(), 4000);
}

document.addEventListener("htmx:responseError", (event) => {
  let sentence = "没有成功，请再试一次";
  try {
    sentence = JSON.parse(event.detail.xhr.responseText).error || sentence;
  } catch { /* a page, not our error shape */ }
  toast(`${sentence}。`, true);
});

document.addEventListener("htmx:sendError", () => toast("网络不通，没有发出去。", true));

document.addEventListener("click", (event) => {
  const menu = document.querySelector("details.me[open]");
  if (menu && !menu.contains(event.target)) menu.open = false;
});
