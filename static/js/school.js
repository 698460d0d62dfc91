// A page that the browser kept for its Back button is asked for again: whoever sits here now may be
// another person, and the one before has signed out. What it said is hidden before it is kept, so
// that nobody sees it even for a moment.
window.addEventListener("pagehide", (event) => {
  if (event.persisted) document.body.hidden = true;
});
window.addEventListener("pageshow", (event) => {
  if (event.persisted) location.reload();
});

// On a telephone the menu is a row to push along: where one is should be in sight.
document.querySelector(".school-menu [aria-current]")?.scrollIntoView({
  block: "nearest",
  inline: "center",
});

// A form that does not hold comes back from its top: the first field to mend is brought into sight.
document.querySelector("main [aria-invalid='true']:not([type='hidden'])")?.focus();

// Who writes for longer than the session may be idle is not idle: the page is asked for now and then
// while somebody types, so that what was written can still be sent.
const TOLD_EVERY = 5 * 60 * 1000;
let told = Date.now();
document.addEventListener("input", () => {
  if (Date.now() - told < TOLD_EVERY) return;
  told = Date.now();
  fetch(location.href, { method: "HEAD", credentials: "same-origin" }).catch(() => {});
});
