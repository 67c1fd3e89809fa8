// What the scripts of every page say, in one place, so that it can be translated.

const WORDS = {
  selected: (count) => `${count} selected`,
  keys: {
    title: "Keyboard shortcuts",
    close: "Close",
    home: "Home",
    sheet: "Show the shortcuts",
    search: "Search",
    section: "Go to a section, by its letter",
    next: "Next row",
    previous: "Previous row",
    tick: "Tick the row",
    edit: "Edit the row or the record",
    add: "Add a record",
    previousRecord: "Previous record",
    nextRecord: "Next record",
    save: "Save the form",
    escape: "Close what is open",
  },
};
