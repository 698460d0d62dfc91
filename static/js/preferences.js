// Runs before the first paint: the reader's own theme and reading size, kept in this browser only.
// It is a file of its own in <head>, since portal.js is deferred and would let the page flash.
// A browser without cascade layers leaves out our style sheets; it gets them flat.
(() => {
  const root = document.documentElement;
  const { floor } = document.currentScript.dataset;
  // Written, so that it is there before the first paint too.
  if (floor && !window.CSSLayerBlockRule) document.write(`<link rel="stylesheet" href="${floor}">`);
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
