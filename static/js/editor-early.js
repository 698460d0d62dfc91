/* Wagtail begins to look for changes two seconds after a form has opened and takes what stands there
   by then for the beginning: what was typed before would be neither saved nor warned about. Here the
   first of it is noticed, and the form is said to have changed once Wagtail looks. */
(() => {
  "use strict";

  const SIGNS = ["beforeinput", "input", "change", "paste", "drop"];
  let early = false;

  const notice = (event) => {
    // What scripts fill in while the form opens is no change.
    if (event.isTrusted && event.target.closest?.("form[data-controller~='w-unsaved']")) early = true;
  };

  // It begins twice, half a second apart: what was typed between counts too.
  const force = (event) => {
    if (early) event.target.setAttribute("data-w-unsaved-force-value", "true");
  };

  // From the first change that Wagtail sees by itself it sees the others.
  const stop = () => {
    SIGNS.forEach((sign) => document.removeEventListener(sign, notice, true));
    document.removeEventListener("w-unsaved:watch-edits", force);
  };

  SIGNS.forEach((sign) => document.addEventListener(sign, notice, true));
  document.addEventListener("w-unsaved:watch-edits", force);
  document.addEventListener("w-unsaved:add", stop, { once: true });
})();
