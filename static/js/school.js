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
