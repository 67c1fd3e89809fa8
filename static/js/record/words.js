// What the scripts of one record and its form say, in one place, so that it can be translated.

const WORDS = {
  copy: "Copy",
  copyThis: (text) => `Copy ${text}`,
  copied: "Copied",
  notCopied: "Not copied: it is marked now",
  noAnswer: "The search did not answer. Try again, or press “Choose…”.",
  nothingYet: "There is nothing to choose from yet.",
  noMatch: (query) => `Nothing matches “${query}”.`,
  choices: (count, isCut) => (isCut ? `${count} or more to choose from.` : `${count} to choose from.`),
};
