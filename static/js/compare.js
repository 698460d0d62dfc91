// Two pictures of one view: the slider shows more of one or of the other.
// The range input serves keyboard and screen reader; a finger or a mouse may drag anywhere.

for (const figure of document.querySelectorAll("[data-compare]:not([data-on])")) slide(figure);

function slide(figure) {
  const stage = figure.querySelector(".compare__stage");
  const range = figure.querySelector("input");
  let dragging = false;
  let startX = 0;

  // `share` is how much of the stage's width shows the picture before, 0 to 100.
  function show(share) {
    // A custom property set through CSSOM: the page's policy forbids style attributes.
    stage.style.setProperty("--compare-at", `${share}%`);
    const before = Math.round(share);
    range.setAttribute("aria-valuetext", `Ảnh trước ${before}%, ảnh sau ${100 - before}%`);
  }

  function follow(event) {
    const box = stage.getBoundingClientRect();
    const share = ((event.clientX - box.left) / box.width) * 100;
    const within = Math.min(100, Math.max(0, share));
    range.value = within;
    show(within);
  }

  function stop() {
    dragging = false;
  }

  range.addEventListener("input", () => show(range.valueAsNumber));
  stage.addEventListener("pointerdown", (event) => {
    if (event.button !== 0) return;
    startX = event.clientX;
    stage.setPointerCapture(event.pointerId);
    // A finger may be about to scroll the page: it moves the bar only once it has gone sideways.
    dragging = event.pointerType === "mouse";
    if (dragging) follow(event);
  });
  stage.addEventListener("pointermove", (event) => {
    if (!stage.hasPointerCapture(event.pointerId)) return;
    dragging = dragging || Math.abs(event.clientX - startX) > 8;
    if (dragging) follow(event);
  });
  // A tap moves it too; what became a scroll ends in pointercancel instead.
  stage.addEventListener("pointerup", (event) => {
    if (stage.hasPointerCapture(event.pointerId)) follow(event);
    stop();
  });
  stage.addEventListener("pointercancel", stop);
  stage.addEventListener("dragstart", (event) => event.preventDefault());

  range.hidden = false;
  show(range.valueAsNumber);
  figure.dataset.on = "";
}
