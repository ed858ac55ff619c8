/** Says on the page that the connection is gone and back, and keeps the page where another could not be opened. */

/** @param {HTMLElement} banner what says it. @param does `announce(text)` to screen readers, `back()` when it is there again. */
export function watchConnection(banner, { announce, back }) {
  // Without a connection another page would be the browser's own error, and what waits here would be lost.
  document.addEventListener("click", (event) => {
    const link = event.target.closest("a[href]");
    if (navigator.onLine || event.defaultPrevented || !link || link.origin !== location.origin || link.target) return;
    event.preventDefault();
    announce("没有网络，别的页现在打不开");
    banner.textContent = "没有网络，别的页现在打不开。这一页开着，要发的恢复后会自动发出去。";
    banner.hidden = false;
  });
  addEventListener("offline", () => (banner.hidden = false));
  addEventListener("online", () => {
    banner.hidden = true;
    back();
  });
}
