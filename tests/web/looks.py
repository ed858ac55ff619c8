"""What is wrong with how a page looks: texts that stick out, are faint or lie over others; what axe objects to.

Each script gives what it found; on a page that is as it should be, nothing.
"""

from __future__ import annotations

from axe_playwright_python.async_playwright import Axe
from playwright.async_api import Page

TOO_WIDE = """[...document.querySelectorAll("*")].filter((one) => {
  const box = one.getBoundingClientRect();
  return box.width && box.right > innerWidth + 0.5 && !one.closest(".hidden, .skip");
}).map((one) => one.outerHTML.slice(0, 90))"""
# Texts whose contrast with what lies under them is below 4.5 (WCAG 2.2, 1.4.3).
FAINT = r"""(() => {
  const linear = (v) => (v <= 0.03928 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4);
  const light = (colour) => colour.reduce((sum, v, i) => sum + linear(v / 255) * [0.2126, 0.7152, 0.0722][i], 0);
  const parse = (text) => text.match(/[\d.]+/g).map(Number);
  const over = (top, under) => [0, 1, 2].map((i) => top[i] * (top[3] ?? 1) + under[i] * (1 - (top[3] ?? 1)));
  const ground = (one) => {
    const layers = [];
    for (let up = one; up; up = up.parentElement) layers.unshift(parse(getComputedStyle(up).backgroundColor));
    return layers.reduce((under, top) => over(top, under), [255, 255, 255]);
  };
  const contrast = (one) => {
    const under = ground(one);
    const [a, b] = [light(over(parse(getComputedStyle(one).color), under)), light(under)];
    return (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
  };
  const hasText = (one) => [...one.childNodes].some((node) => node.nodeType === 3 && node.data.trim());
  return [...document.querySelectorAll("body *")]
    .filter((one) => one.offsetParent && hasText(one) && !one.closest(".hidden, .skip, :disabled"))
    .filter((one) => contrast(one) < 4.5)
    .map((one) => one.outerHTML.slice(0, 80));
})()"""
# Texts that lie over others; each line a little lower than it is, for a font's lines may touch.
CROWDED = """(() => {
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  const unseen = ".hidden, .skip, noscript, script, dialog:not([open]), details:not([open]) > :not(summary)";
  const boxes = [];
  while (walker.nextNode()) {
    const one = walker.currentNode.parentElement;
    if (!walker.currentNode.data.trim() || one.closest(unseen)) continue;
    const view = one.closest(".scroll, .brief")?.getBoundingClientRect() ?? {top: -1e6, bottom: 1e6};
    const range = document.createRange();
    range.selectNodeContents(walker.currentNode);
    for (const {left, right, top: from, bottom: to, height} of range.getClientRects()) {
      const [top, bottom] = [Math.max(from + height / 5, view.top), Math.min(to - height / 5, view.bottom)];
      const box = {left, right, top, bottom, node: walker.currentNode};
      if (box.bottom > box.top) boxes.push({...box, text: walker.currentNode.data.trim().slice(0, 20)});
    }
  }
  const cross = (a, b) => a.node !== b.node && a.left < b.right - 1 && b.left < a.right - 1
    && a.top < b.bottom && b.top < a.bottom;
  return boxes.flatMap((a, i) => boxes.slice(i + 1).filter((b) => cross(a, b)).map((b) => [a.text, b.text]));
})()"""
SCALE = """[...document.querySelectorAll("body, body *")]
  .map((one) => [one, parseFloat(getComputedStyle(one).fontSize)])
  .forEach(([one, size]) => one.style.setProperty("font-size", size * 1.6 + "px"))"""
# What fades in is faint for a moment, and nobody reads it then; what never ends (the dots of «typing») goes on.
ARRIVED = """document.getAnimations()
  .filter((one) => one.effect.getComputedTiming().endTime !== Infinity)
  .forEach((one) => one.finish())"""


async def objections(page: Page) -> list[tuple[str, list[str]]]:
    """What axe says of the page once all has arrived on it: rules, with the elements that break them."""
    await page.evaluate(ARRIVED)
    found = (await Axe().run(page, options={"reporter": "no-passes"})).response["violations"]
    return [(one["id"], [node["html"] for node in one["nodes"]]) for one in found]


async def fits_in_wechat(page: Page, address: str) -> None:
    """Inside WeChat, its type at the largest: nothing lies over anything, and WeChat's bar is the only one."""
    await page.goto(address)
    assert await page.evaluate("document.querySelector('.brand') === null && document.title !== ''")
    assert await page.evaluate("getComputedStyle(document.body).getPropertyValue('--weui-BRAND')") == "#07c160"
    assert await page.evaluate(FAINT) == []
    await page.evaluate(SCALE)
    assert await page.evaluate(CROWDED) == []
    assert await page.evaluate(TOO_WIDE) == []
