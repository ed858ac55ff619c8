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

if (form?.dataset.group) {
  form.addEventListener("change", (event) => {
    if (event.target.name === "act") openAct();
  });
  openAct();
}

form?.addEventListener("input", (event) => {
  if (event.target.name !== "accept" && event.target.name !== "entry_query") forgetDraft();
});

form?.addEventListener("submit", (event) => event.preventDefault());
