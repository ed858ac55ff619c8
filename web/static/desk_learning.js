// The editors' pages: which act is open, and the button that puts a draft live.

const form = document.querySelector("form#miss, form#entry");

/** Show the fields of the chosen act only; those of the others are not asked for. */
function openAct() {
  const act = form.querySelector("input[name=act]:checked")?.value;
  for (const part of form.querySelectorAll(".act")) {
    const open = part.classList.contains(act);
    part.hidden = !open;
    for (const field of part.querySelectorAll("input, select, textarea")) field.disabled = !open;
  }
}

if (form?.id === "miss") {
  form.addEventListener("change", (event) => {
    if (event.target.name === "act") openAct();
  });
  openAct();
}

// Only what was looked at can go live: an edit takes the look back.
form?.addEventListener("input", (event) => {
  if (event.target.name !== "accept" && event.target.name !== "entry_query") {
    document.getElementById("verdict")?.remove();
    form.querySelector("input[name=draft]")?.remove();
  }
});

form?.addEventListener("submit", (event) => event.preventDefault());

form?.addEventListener("click", (event) => {
  const button = event.target.closest("[data-save]");
  if (!button) return;
  event.preventDefault();
  button.disabled = true;
  const path = form.id === "miss" ? `/desk/misses/${form.dataset.group}` : `/desk/entries/${form.dataset.entry}`;
  const values = new FormData(form);
  const pairs = {};
  for (const name of new Set(values.keys())) pairs[name] = values.getAll(name).length > 1 ? values.getAll(name) : values.get(name);
  window.htmx
    .ajax("POST", `${path}/save`, { source: form, target: "#verdict", swap: "outerHTML", values: pairs })
    .finally(() => { button.disabled = false; });
});
