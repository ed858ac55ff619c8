// The leads' charts: each `data-chart` holds its days and series; colours follow the page's theme.

const COLOURS = ["#0b7a63", "#c77700", "#3b6fb6", "#b3261e"];
const DARK_COLOURS = ["#7fd9c3", "#f0c274", "#9cc1f2", "#ff9b91"];

function draw(place) {
  const { unit, days, series } = JSON.parse(place.dataset.chart);
  const style = getComputedStyle(document.documentElement);
  const [text, line] = ["--dim", "--line"].map((name) => style.getPropertyValue(name).trim());
  const colours = matchMedia("(prefers-color-scheme: dark)").matches ? DARK_COLOURS : COLOURS;
  const names = Object.keys(series);
  const axis = { stroke: text, grid: { stroke: line, width: 1 }, ticks: { stroke: line, width: 1 } };
  const shown = (value) => (value == null ? "–" : `${value}${unit}`);
  const date = (value) => new Date(value * 1000).toISOString().slice(5, 10);
  // Where nothing points at a day (on a phone never) the legend says the last one.
  const last = days.length - 1;
  const told = (name) => (_, value, __, place) => shown(place == null ? series[name][last] : value);
  place.replaceChildren();
  return new window.uPlot(
    {
      width: place.clientWidth,
      height: place.clientHeight - 34,
      tzDate: (seconds) => window.uPlot.tzDate(new Date(seconds * 1000), "UTC"),
      cursor: { y: false },
      scales: { y: { range: (_, low, high) => [0, unit === "%" ? 100 : Math.max(high ?? 0, 4) * 1.08] } },
      axes: [
        { ...axis, space: 58, incrs: [1, 2, 7, 14, 30].map((count) => count * 86400), values: (_, ticks) => ticks.map(date) },
        { ...axis, size: 46, incrs: [1, 2, 5, 10, 20, 25, 50, 100, 250, 500, 1000, 5000, 10000], values: (_, ticks) => ticks.map(shown) },
      ],
      series: [
        { label: "日期", value: (_, value, __, place) => date(place == null ? days[last] : value) },
        ...names.map((label, number) => ({
          label,
          stroke: colours[number % colours.length],
          width: 2,
          spanGaps: true,
          points: { show: days.length < 32, size: 5 },
          value: told(label),
        })),
      ],
    },
    [days, ...names.map((name) => series[name])],
    place,
  );
}

const drawn = new Map();
const places = document.querySelectorAll("[data-chart]");

function drawAll() {
  for (const place of places) {
    drawn.get(place)?.destroy();
    drawn.set(place, draw(place));
  }
}

// A drawing keeps the width it was made with: it follows its place, also when a phone is turned.
const widths = new Map();
const follower = new ResizeObserver((changes) => {
  for (const { target, contentRect } of changes) {
    if (drawn.has(target) && widths.get(target) !== contentRect.width) {
      drawn.get(target).setSize({ width: target.clientWidth, height: target.clientHeight - 34 });
    }
    widths.set(target, contentRect.width);
  }
});
for (const place of places) follower.observe(place);
matchMedia("(prefers-color-scheme: dark)").addEventListener("change", drawAll);
drawAll();
