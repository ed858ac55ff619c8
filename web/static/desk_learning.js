// The editors' pages: which act is open, and the button that puts a draft live.

const form = document.querySelector("form#miss, form#entry");

/** Show the fields of the chosen act only; those of the others are not asked for. */
function openAct() {
  const act = form.querySelector("input[name=act]:checked").value;
  for (const part of form.querySelectorAll(".act")) {
    const open = part.classList.contains(act);
    part.hidden = !open;
    for (const field of part.querySelectorAll("input, select, textarea")) field.disabled = !open;
  }
}

/** Only what was looked at can go live: an edit takes the look back. */
function forgetDraft() {
  document.getElementById("verdict")?.remove();
  form.querySelector("input[name=draft]")?.remove();
}

/** The questions of a new entry follow what is chosen; what the editor wrote there stays. */
function followChoice(box) {
  const area = form.querySelector("textarea[name=questions]");
  const lines = area.value.split("\n").filter((line) => line.trim() && line.trim() !== box.value);
  if (box.checked) lines.push(box.value);
  area.value = lines.join("\n");
}

if (form?.dataset.group) {
  form.addEventListener("change", (event) => {
    if (event.target.name === "act") openAct();
    if (event.target.name === "text") followChoice(event.target);
  });
  openAct();
}

form?.addEventListener("input", (event) => {
  if (event.target.name !== "accept" && event.target.name !== "entry_query") forgetDraft();
});

form?.addEventListener("submit", (event) => event.preventDefault());
