// On top of a list that works alone: arrow keys from event to event, the year in view marked on
// the rail, and an event's address to share.

for (const root of document.querySelectorAll("[data-timeline]:not([data-on])")) serve(root);

function serve(root) {
  const events = [...root.querySelectorAll(".era__event")];
  const rail = root.querySelector(".era__years");
  const status = root.querySelector(".era__status");
  const calm = matchMedia("(prefers-reduced-motion: reduce)").matches;
  const byId = new Map(events.map((event, index) => [event.id, index]));
  let at = byId.get(decodeURIComponent(location.hash.slice(1))) ?? 0;
  root.dataset.on = "";

  // One event is a stop of the Tab key; the arrows lead to the others.
  function enter(index) {
    events[at].tabIndex = -1;
    at = index;
    events[at].tabIndex = 0;
  }
  for (const event of events) event.tabIndex = -1;
  if (events.length) enter(at);

  root.addEventListener("focusin", ({ target }) => {
    const event = target.closest(".era__event");
    if (event) enter(events.indexOf(event));
  });
  root.addEventListener("keydown", (key) => {
    if (!key.target.matches(".era__event") || key.altKey || key.ctrlKey || key.metaKey) return;
    const next = {
      ArrowDown: at + 1, ArrowRight: at + 1, ArrowUp: at - 1, ArrowLeft: at - 1,
      Home: 0, End: events.length - 1,
    }[key.key];
    if (next === undefined || !events[next]) return;
    key.preventDefault();
    events[next].focus({ preventScroll: true });
    events[next].scrollIntoView({ block: "start", behavior: calm ? "auto" : "smooth" });
  });

  root.addEventListener("click", async (click) => {
    const link = click.target.closest(".era__link");
    if (!link) return;
    try {
      const title = link.closest(".era__event").querySelector("h3").textContent;
      if (navigator.share) await navigator.share({ title, url: link.href });
      else {
        await navigator.clipboard.writeText(link.href);
        status.textContent = "Đã chép địa chỉ của sự kiện.";
      }
    } catch (error) {
      // The link has been followed: the address of the event stands in the bar of the browser.
      if (error.name !== "AbortError") {
        status.textContent = "Địa chỉ của sự kiện đã ở trên thanh địa chỉ.";
      }
    }
  });

  if (!rail) return;
  const links = [...rail.querySelectorAll("a")];
  const firsts = links.map((link) => byId.get(link.hash.slice(1)));
  const inView = new Set();
  const watcher = new IntersectionObserver((entries) => {
    for (const { target, isIntersecting } of entries) {
      if (isIntersecting) inView.add(byId.get(target.id));
      else inView.delete(byId.get(target.id));
    }
    if (inView.size) mark(Math.min(...inView));
  }, { rootMargin: "-20% 0px -50%" });
  for (const event of events) watcher.observe(event);

  function mark(index) {
    const year = firsts.map((first) => first <= index).lastIndexOf(true);
    for (const [place, link] of links.entries()) {
      if (place !== year) {
        link.removeAttribute("aria-current");
      } else if (!link.hasAttribute("aria-current")) {
        link.setAttribute("aria-current", "true");
        // The rail alone is scrolled, never the page.
        const box = link.parentElement;
        rail.scrollTo({
          left: box.offsetLeft - (rail.clientWidth - box.offsetWidth) / 2,
          top: box.offsetTop - (rail.clientHeight - box.offsetHeight) / 2,
        });
      }
    }
  }
}
