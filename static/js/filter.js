// The form that adds a filter shows just the values that the chosen test takes.

const test = document.querySelector("#test");

const show = () => {
  const values = Number(test.selectedOptions[0]?.dataset.values ?? 1);
  for (const [index, name] of ["value", "to"].entries()) {
    document.querySelector(`#${name}`)?.closest(".pair")?.toggleAttribute("hidden", index >= values);
  }
};

if (test) {
  test.addEventListener("change", show);
  show();
}
