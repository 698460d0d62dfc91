// Conveniences on top of pages that work without them. Nothing here builds a page's content.

const root = document.documentElement;
const count = new Intl.NumberFormat("vi-VN");

function keep(name, value) {
  root.dataset[name] = value;
  try {
    localStorage.setItem(name, value);
  } catch {
    // Without storage the choice lasts for this page.
  }
}

// A button that goes round a few named values and says the present one in its accessible name.
function cycle(selector, name, values, present) {
  const buttons = document.querySelectorAll(selector);
  const label = () => {
    for (const button of buttons) {
      const text = `${button.dataset.label}: ${values[present()]}`;
      button.setAttribute("aria-label", text);
      button.title = text;
    }
  };
  for (const button of buttons) {
    button.addEventListener("click", () => {
      const keys = Object.keys(values);
      keep(name, keys[(keys.indexOf(present()) + 1) % keys.length]);
      label();
    });
  }
  label();
}

const prefersDark = matchMedia("(prefers-color-scheme: dark)");
cycle("[data-theme-toggle]", "theme", { light: "sáng", dark: "tối" }, () =>
  root.dataset.theme || (prefersDark.matches ? "dark" : "light"));
cycle("[data-size-toggle]", "size", { normal: "vừa", large: "lớn", larger: "rất lớn" }, () =>
  root.dataset.size || "normal");

// Menus are <details>: they open without a script; this closes them as people expect.
const menus = document.querySelectorAll("details[data-menu]");
function closeMenus(except) {
  for (const menu of menus) if (menu !== except && !menu.contains(except)) menu.open = false;
}
document.addEventListener("click", (event) => closeMenus(event.target));
document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape") return;
  const open = document.activeElement?.closest("details[data-menu][open]");
  closeMenus(null);
  open?.querySelector("summary").focus();
});

function say(message) {
  const status = document.querySelector("[data-status]");
  if (status) status.textContent = message;
}

for (const button of document.querySelectorAll("[data-print]")) {
  button.addEventListener("click", () => window.print());
}

for (const button of document.querySelectorAll("[data-share]")) {
  button.addEventListener("click", async () => {
    const url = button.dataset.shareUrl || location.href;
    try {
      if (navigator.share) {
        await navigator.share({ title: button.dataset.shareTitle || document.title, url });
        return;
      }
      await navigator.clipboard.writeText(url);
      say("Đã chép địa chỉ bài viết.");
    } catch (error) {
      // AbortError: the reader closed the system's own sheet, which needs no message.
      if (error.name !== "AbortError") say(`Chưa chép được. Địa chỉ bài viết: ${url}`);
    }
  });
}

// Search suggestions: the ARIA combobox with a list, where focus stays in the text box.
let boxes = 0;
for (const input of document.querySelectorAll("input[data-suggest-url]")) suggest(input);

function suggest(input) {
  const list = document.createElement("ul");
  const live = document.createElement("p");
  let timer, request, active = -1;

  list.id = `suggestions-${(boxes += 1)}`;
  list.className = "suggestions";
  list.setAttribute("role", "listbox");
  list.setAttribute("aria-label", "Gợi ý tìm kiếm");
  list.hidden = true;
  live.className = "visually-hidden";
  live.setAttribute("aria-live", "polite");
  input.setAttribute("role", "combobox");
  input.setAttribute("aria-autocomplete", "list");
  input.setAttribute("aria-expanded", "false");
  input.setAttribute("aria-controls", list.id);
  input.autocomplete = "off";
  input.parentElement.append(list, live);

  function mark(index) {
    list.children[active]?.setAttribute("aria-selected", "false");
    active = index;
    const option = list.children[active];
    option?.setAttribute("aria-selected", "true");
    option?.scrollIntoView({ block: "nearest" });
    if (option) input.setAttribute("aria-activedescendant", option.id);
    else input.removeAttribute("aria-activedescendant");
  }

  function show(suggestions) {
    list.textContent = "";
    list.append(...suggestions.map(({ title, url }, index) => {
      const option = document.createElement("li");
      option.id = `${list.id}-${index}`;
      option.setAttribute("role", "option");
      option.setAttribute("aria-selected", "false");
      option.textContent = title;
      option.dataset.url = url;
      return option;
    }));
    mark(-1);
    list.hidden = suggestions.length === 0;
    input.setAttribute("aria-expanded", String(!list.hidden));
  }

  function close() {
    clearTimeout(timer);
    request?.abort();
    show([]);
  }

  async function load() {
    const query = input.value.trim();
    if (query.length < 2) return close();
    request?.abort();
    request = new AbortController();
    try {
      const address = `${input.dataset.suggestUrl}?q=${encodeURIComponent(query)}`;
      const response = await fetch(address, { signal: request.signal });
      if (!response.ok) return close();
      const { suggestions } = await response.json();
      show(suggestions);
      live.textContent = suggestions.length
        ? `Có ${suggestions.length} gợi ý. Dùng phím mũi tên để chọn.`
        : "Không có gợi ý.";
    } catch (error) {
      if (error.name !== "AbortError") close();
    }
  }

  input.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(load, 180);
  });
  input.addEventListener("blur", close);
  input.addEventListener("keydown", (event) => {
    const total = list.children.length;
    if (event.key === "Escape" && total) {
      event.preventDefault();
      event.stopPropagation();
      close();
    } else if (event.key === "ArrowDown" && total) {
      event.preventDefault();
      mark((active + 1) % total);
    } else if (event.key === "ArrowUp" && total) {
      event.preventDefault();
      mark(active <= 0 ? total - 1 : active - 1);
    } else if (event.key === "Enter" && active >= 0) {
      event.preventDefault();
      location.assign(list.children[active].dataset.url);
    }
  });
  // Pressing must not take focus from the box, or the list would close before the click.
  list.addEventListener("pointerdown", (event) => event.preventDefault());
  list.addEventListener("click", (event) => {
    const option = event.target.closest("[role=option]");
    if (option) location.assign(option.dataset.url);
  });
}

// The view beacon: pages come from a cache, so a view is reported once the page has been
// visible for a second; the answer carries the count as it stands now.
const counted = document.querySelector("[data-beacon-url]");
if (counted) whenSeen(() => report(counted.dataset.beaconUrl, counted.dataset.beaconPage));

function whenSeen(action) {
  let timer;
  const watch = () => {
    clearTimeout(timer);
    if (document.visibilityState !== "visible") return;
    timer = setTimeout(() => {
      document.removeEventListener("visibilitychange", watch);
      action();
    }, 1000);
  };
  document.addEventListener("visibilitychange", watch);
  watch();
}

async function report(url, page) {
  try {
    const response = await fetch(url, {
      method: "POST",
      body: new URLSearchParams({ page }),
      keepalive: true,
    });
    if (!response.ok) return;
    const { views } = await response.json();
    if (!Number.isInteger(views)) return;
    for (const place of document.querySelectorAll("[data-view-count]")) {
      place.textContent = count.format(views);
    }
  } catch {
    // A view that could not be reported is not worth a message to the reader.
  }
}
