// Keys of the district's lists, beside links and boxes that work without them: j and k go down and
// up, Enter opens, a and r open the case at what is done most, x ticks for several at once.

const list = document.querySelector("[data-queue]");
const links = list ? [...list.querySelectorAll(".task")] : [];

function step(by) {
  const at = links.indexOf(document.activeElement?.closest(".queue__row")?.querySelector(".task"));
  const next = links[Math.min(Math.max(at + by, 0), links.length - 1)];
  next?.focus();
  next?.scrollIntoView({ block: "nearest" });
}

document.addEventListener("keydown", (event) => {
  if (event.altKey || event.ctrlKey || event.metaKey || event.isComposing) return;
  if (event.target.closest("input:not([type=checkbox]), select, textarea")) return;
  const row = document.activeElement?.closest(".queue__row");
  const link = row?.querySelector(".task");
  if (event.key === "j") step(1);
  else if (event.key === "k") step(-1);
  else if (link && (event.key === "a" || event.key === "r")) location.assign(`${link.href}?phim=${event.key}#viec`);
  else if (event.key === "x") row?.querySelector("[name=chon]")?.click();
  else return;
  event.preventDefault();
});
