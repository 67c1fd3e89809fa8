// A button that copies, beside the addresses of a record and links that are to be sent to somebody.

/** How long it says that it has. */
const COPIED_MS = 2000;

function addCopy(link) {
  const copy = document.createElement("button");
  const say = (words) => (copy.textContent = words);
  copy.type = "button";
  copy.className = "quiet";
  copy.setAttribute("aria-live", "polite");
  copy.title = WORDS.copyThis(link.textContent);
  copy.addEventListener("click", async () => {
    try {
      await navigator.clipboard.writeText(link.textContent);
      say(WORDS.copied);
    } catch {
      // A browser may refuse it: then it is one key away.
      getSelection().selectAllChildren(link);
      say(WORDS.notCopied);
    }
    setTimeout(say, COPIED_MS, WORDS.copy);
  });
  say(WORDS.copy);
  link.after(" ", copy);
}

// Browsers let pages copy on encrypted connections only.
if (navigator.clipboard) document.querySelectorAll("dd .email, [data-copy]").forEach(addCopy);
