// Runs before the first paint: the reader's own theme and reading size, kept in this browser only.
// It is a file of its own in <head>, since portal.js is deferred and would let the page flash.
(() => {
  const root = document.documentElement;
  root.dataset.js = "";
  try {
    for (const name of ["theme", "size"]) {
      const value = localStorage.getItem(name);
      if (value) root.dataset[name] = value;
    }
  } catch {
    // Storage may be switched off; the system's own theme and the normal size then serve.
  }
})();
