// A page that the browser kept for its Back button is asked for again: whoever sits here now may be
// another person, and the one before has signed out.
window.addEventListener("pageshow", (event) => {
  if (event.persisted) location.reload();
});
