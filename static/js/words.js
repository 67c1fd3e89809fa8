// What the scripts of every page say, in one place, so that it can be translated.

const WORDS = {
  day: "2026-11-22",
  selected: (count) => `${count} selected`,
  shortcuts: "Keyboard shortcuts",
  home: "Home",
  save: "Save the form",
  escape: "Close what is open",
  close: "Close",
  keys: {
    "?": "Show the shortcuts",
    "/": "Search",
    g: "Go to a section, by its letter",
    j: "Next row",
    k: "Previous row",
    x: "Tick the row",
    e: "Edit the row or the record",
    n: "Add a record",
    h: "Previous record",
    l: "Next record",
  },
};
