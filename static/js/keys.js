// Shortcuts of one key, each of which can be switched off (WCAG 2.1.4), and the sheet that lists them.

/** Where the keys are kept that somebody does without, because a voice or a slip would set them off. */
const OFF = "backlot-keys-off";
/** How long the letter of a section may come after the key that announces it. */
const LETTER_MS = 1500;

const KEYS = {
  "?": () => sheet().showModal(),
  "/": () => focus(document.querySelector("main [type=search]") ?? search()),
  g: () => (announced = Date.now()),
  j: () => step(1),
  k: () => step(-1),
  x: () => row()?.querySelector("[type=checkbox]")?.click(),
  e: () => follow(row()?.querySelector("a[href*='/edit']") ?? head("/edit")),
  n: () => follow(head("/new")),
  h: () => follow(document.querySelector(".neighbors [rel=prev]")),
  l: () => follow(document.querySelector(".neighbors [rel=next]")),
};

let announced = 0;
let off = new Set((localStorage.getItem(OFF) ?? "").split(" "));

const search = () => document.querySelector(".frame [type=search]");
const rows = () => [...document.querySelectorAll("main .rows tbody th a")];
/** The row that has the focus, or that somebody has come back to. */
const row = () => document.activeElement?.closest(".rows tbody tr") ?? document.querySelector(".rows tbody tr:target");
const head = (end) => document.querySelector(`main .head a.primary[href*="${end}"]`);
const follow = (link) => link?.click();

function focus(field) {
  field?.focus();
  field?.select?.();
}

/** To the row after or before the one that has the focus, or to the first. */
function step(by) {
  const links = rows();
  const here = links.findIndex((link) => link.closest("tr") === row());
  links[here < 0 ? 0 : Math.min(Math.max(here + by, 0), links.length - 1)]?.focus();
}

/** The sections, each by the first letter of its name that no earlier one has taken. */
function sections() {
  const letters = new Map([["h", document.querySelector(".brand")]]);
  for (const link of document.querySelectorAll(".sections a")) {
    const free = [...link.textContent.toLowerCase()].find((letter) => !letters.has(letter));
    if (free) letters.set(free, link);
  }
  return letters;
}

function element(name, ...children) {
  const made = document.createElement(name);
  made.append(...children);
  return made;
}

/** The sheet that lists them, made when it is first asked for. */
function sheet() {
  const made = document.querySelector("dialog.keys");
  if (made) return made;
  const list = document.createElement("dl");
  const line = (keys, words) =>
    list.append(element("div", element("dt", ...keys.map((key) => element("kbd", key))), element("dd", words)));
  for (const key of Object.keys(KEYS)) if (!off.has(key)) line([key], WORDS.keys[key]);
  if (!off.has("g")) for (const [letter, link] of sections()) line(["g", letter], letter === "h" ? WORDS.home : link.textContent);
  line([/Mac|iPhone|iPad/.test(navigator.platform) ? "⌘S" : "Ctrl+S"], WORDS.save);
  line(["Esc"], WORDS.escape);
  const close = element("button", WORDS.close);
  const shown = element("dialog", element("h2", WORDS.shortcuts), list, close);
  shown.className = "keys";
  shown.setAttribute("aria-label", WORDS.shortcuts);
  close.addEventListener("click", () => shown.close());
  document.body.append(shown);
  return shown;
}

/** In the account, a box for each of them. */
function choices(card) {
  for (const key of Object.keys(KEYS)) {
    const box = document.createElement("input");
    box.type = "checkbox";
    box.checked = !off.has(key);
    box.addEventListener("change", () => {
      if (box.checked) off.delete(key);
      else off.add(key);
      localStorage.setItem(OFF, [...off].join(" ").trim());
    });
    const label = element("label", box, element("span", element("kbd", key), ` ${WORDS.keys[key]}`));
    card.querySelector("ul").append(element("li", label));
  }
  card.hidden = false;
}

document.addEventListener("keydown", (event) => {
  const typing = event.target.closest("input:not([type=checkbox]), select, textarea, dialog");
  if (typing || event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
  const section = Date.now() - announced < LETTER_MS && sections().get(event.key.toLowerCase());
  announced = 0;
  const key = Object.hasOwn(KEYS, event.key) && !off.has(event.key) && KEYS[event.key];
  if (!section && !key) return;
  event.preventDefault();
  if (section) section.click();
  else key();
});

const card = document.querySelector("[data-keys]");
if (card) choices(card);
