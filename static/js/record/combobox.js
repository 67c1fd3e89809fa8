// Choosing a row of another entity without leaving the form: the editable combobox with a list of
// the ARIA Authoring Practices, over the address that the "Choose…" page searches too.

/** Typing pauses this long before it is searched. */
const PAUSE_MS = 150;
/** The address gives this many rows at the most. */
const OFFERED = 20;

function element(tag, attributes, ...children) {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, value);
  made.append(...children);
  return made;
}

class Combobox {
  /** The rows on offer, and the place of the one that Enter would choose. */
  #choices = [];
  #active = -1;
  #timer = 0;
  #asking = null;

  constructor(box) {
    this.address = box.dataset.combobox;
    this.optional = "optional" in box.dataset;
    this.value = box.querySelector("input[type=hidden]");
    this.button = box.querySelector("button");
    const output = box.querySelector("output");
    this.title = this.value.value === "" ? "" : output.textContent.trim();
    const id = this.button.id;
    this.input = this.#field(id);
    this.input.value = this.title;
    this.list = element("ul", { id: `${id}-options`, class: "options", role: "listbox", hidden: "" });
    this.list.setAttribute("aria-label", this.button.dataset.label);
    this.answer = element("p", { class: "answer hidden", role: "status" });
    // The label and the links of the error summary lead to the field from now on; the button has
    // the name that stands on it.
    this.button.id = `${id}-button`;
    this.button.removeAttribute("aria-labelledby");
    // A browser that has not got to the autofocus yet would still give it to the button.
    const waiting = this.button.autofocus && document.activeElement === document.body;
    const focused = waiting || document.activeElement === this.button;
    this.button.autofocus = false;
    output.replaceWith(this.input);
    if (focused) this.input.focus();
    box.append(this.list, this.answer);
    this.#listen();
  }

  #field(id) {
    const input = element("input", {
      id,
      type: "text",
      role: "combobox",
      autocomplete: "off",
      dir: "auto",
      "aria-autocomplete": "list",
      "aria-expanded": "false",
      "aria-controls": `${id}-options`,
      "aria-required": String(!this.optional),
    });
    // What was chosen stands in the field itself.
    const chosen = `${id}-chosen`;
    const described = this.button.getAttribute("aria-describedby").split(" ").filter((part) => part !== chosen);
    for (const control of [input, this.button]) {
      if (described.length > 0) control.setAttribute("aria-describedby", described.join(" "));
      else control.removeAttribute("aria-describedby");
    }
    if (this.button.dataset.invalid) input.setAttribute("aria-invalid", "true");
    return input;
  }

  #listen() {
    this.input.addEventListener("input", () => this.#askSoon());
    this.input.addEventListener("keydown", (event) => this.#key(event));
    this.input.addEventListener("click", () => this.#isOpen() || this.#open());
    this.input.addEventListener("blur", () => this.#leave());
    // The field keeps the focus while a row is pressed.
    this.list.addEventListener("mousedown", (event) => event.preventDefault());
    this.list.addEventListener("click", (event) => {
      const row = event.target.closest("[role=option]");
      if (row) this.#choose(this.#choices[[...this.list.children].indexOf(row)]);
    });
  }

  #key(event) {
    if (event.isComposing || event.ctrlKey || event.metaKey) return;
    const handled = {
      ArrowDown: () => this.#arrow(1, 0),
      ArrowUp: () => this.#arrow(-1, -1),
      Enter: () => this.#enter(),
      Escape: () => this.#cancel(),
      Tab: () => this.#active >= 0 && this.#choose(this.#choices[this.#active]) && false,
      Home: () => this.#mark(-1),
      End: () => this.#mark(-1),
    }[event.key]?.();
    if (handled) event.preventDefault();
  }

  #isOpen() {
    return !this.list.hidden;
  }

  /** Offers what there is; what is typed takes the place of what is chosen. */
  #open() {
    this.input.select();
    this.#ask(this.#query());
  }

  /** What to search for: nothing while the field still says what is chosen. */
  #query() {
    return this.input.value === this.title ? "" : this.input.value;
  }

  #askSoon() {
    clearTimeout(this.#timer);
    this.#asking?.abort();
    this.#timer = setTimeout(() => this.#ask(this.input.value), PAUSE_MS);
  }

  /** Searches and offers what is found; an answer that comes after another question is dropped. */
  async #ask(query, active) {
    clearTimeout(this.#timer);
    this.#asking?.abort();
    const asking = new AbortController();
    this.#asking = asking;
    try {
      const url = `${this.address}?q=${encodeURIComponent(query.trim())}`;
      const response = await fetch(url, { signal: asking.signal, headers: { Accept: "application/json" } });
      if (!response.ok) throw new Error(String(response.status));
      const choices = await response.json();
      if (!asking.signal.aborted) this.#offer(choices, query, active);
    } catch {
      if (asking.signal.aborted) return;
      this.#close();
      this.#say(WORDS.noAnswer, true);
    }
  }

  #offer(choices, query, active) {
    this.#choices = choices;
    this.list.replaceChildren(...choices.map((choice, index) => this.#row(choice, index)));
    this.list.hidden = choices.length === 0;
    this.#place();
    this.input.setAttribute("aria-expanded", String(choices.length > 0));
    this.#mark(-1);
    if (choices.length === 0) {
      this.#say(query.trim() === "" ? WORDS.nothingYet : WORDS.noMatch(query.trim()), true);
      return;
    }
    this.#say(WORDS.choices(choices.length, choices.length === OFFERED), false);
    if (active !== undefined) this.#move(active);
  }

  /** Opens the list above the field where it would end below the window, and there is more room. */
  #place() {
    const { top, bottom } = this.input.getBoundingClientRect();
    const below = window.innerHeight - bottom;
    this.list.parentElement.classList.toggle("upwards", this.list.offsetHeight > below && top > below);
  }

  #row(choice, index) {
    const row = element("li", { id: `${this.list.id}-${index}`, role: "option", "aria-selected": "false" });
    row.append(element("bdi", {}, choice.title));
    if (choice.detail !== "") row.append(" ", element("span", {}, choice.detail));
    return row;
  }

  /** Says it to those who hear the page; shows it too where there is no list to see. */
  #say(words, shown) {
    this.answer.classList.toggle("hidden", !shown);
    this.answer.textContent = words;
  }

  /** Moves in the open list, or opens it at one end. */
  #arrow(step, end) {
    if (!this.#isOpen()) this.#ask(this.#query(), end);
    else this.#move(this.#active < 0 ? end : this.#active + step);
    return true;
  }

  /** Marks that row, counting round at both ends. */
  #move(index) {
    const rows = this.#choices.length;
    this.#mark((index + rows) % rows);
  }

  #mark(index) {
    this.list.children[this.#active]?.setAttribute("aria-selected", "false");
    this.#active = index;
    const row = this.list.children[index];
    if (!row) {
      this.input.removeAttribute("aria-activedescendant");
      return false;
    }
    row.setAttribute("aria-selected", "true");
    row.scrollIntoView({ block: "nearest" });
    this.input.setAttribute("aria-activedescendant", row.id);
    return true;
  }

  /** Enter takes the row that is marked or the only one, or marks the first; it sends the form only
   * where the field says what is chosen. */
  #enter() {
    const only = this.#isOpen() && this.#choices.length === 1 ? 0 : -1;
    const taken = this.#choices[Math.max(this.#active, only)];
    if (taken) return this.#choose(taken);
    if (this.#isOpen()) return this.#mark(0);
    if (this.input.value === this.title) return false;
    this.#ask(this.input.value, 0);
    return true;
  }

  #choose({ id, title }) {
    this.title = title;
    this.input.value = title;
    this.value.value = String(id);
    this.value.dispatchEvent(new Event("change", { bubbles: true }));
    this.#close();
    return true;
  }

  #cancel() {
    const open = this.#isOpen() || this.input.value !== this.title;
    this.input.value = this.title;
    this.#close();
    return open;
  }

  /** Leaving keeps the earlier choice, unless the field was emptied and may be empty. */
  #leave() {
    if (this.input.value.trim() === "" && this.optional) this.#choose({ id: "", title: "" });
    else this.#cancel();
  }

  #close() {
    clearTimeout(this.#timer);
    this.#asking?.abort();
    this.list.hidden = true;
    this.input.setAttribute("aria-expanded", "false");
    this.#mark(-1);
    this.#say("", false);
  }
}

const enrich = (part) => {
  for (const box of part.querySelectorAll("[data-combobox]")) new Combobox(box);
};
enrich(document);
// Another row of a form came after the page.
document.addEventListener("row", (event) => enrich(event.detail));
