// Shows the points of a list on a map. Leaflet is fetched once a map comes near the window; where
// that fails, and without a script, the list alone serves.

import "./floor.js";

const START = { latitude: 21.04, longitude: 105.89, zoom: 13 }; // where there is no point at all

const watcher = new IntersectionObserver((entries) => {
  for (const { isIntersecting, target } of entries) {
    if (!isIntersecting) continue;
    watcher.unobserve(target);
    start(target);
  }
}, { rootMargin: "200px" });
for (const root of document.querySelectorAll("[data-map]")) watcher.observe(root);

// Puts a script or a style sheet into the page and waits for it.
function load(tag, attributes) {
  return new Promise((resolve, reject) => {
    const element = Object.assign(document.createElement(tag), attributes);
    element.addEventListener("load", resolve);
    element.addEventListener("error", reject);
    document.head.append(element);
  });
}

async function start(root) {
  try {
    await Promise.all([
      load("link", { rel: "stylesheet", href: root.dataset.leafletCss }),
      load("link", { rel: "stylesheet", href: root.dataset.mapCss }),
      window.L || load("script", { src: root.dataset.leaflet }),
    ]);
    draw(root, window.L);
  } catch {
    root.querySelector(".map__frame").hidden = true;
    root.querySelector(".map__status").textContent =
      "Chưa tải được bản đồ. Các điểm có trong danh sách dưới đây.";
  }
}

function position({ dataset }) {
  return { latitude: Number(dataset.latitude), longitude: Number(dataset.longitude) };
}

function draw(root, L) {
  const list = root.querySelector(".map__points");
  const calm = matchMedia("(prefers-reduced-motion: reduce)").matches;
  const map = L.map(root.querySelector(".map__frame"), {
    zoomControl: false,
    scrollWheelZoom: false, // the wheel scrolls the page
    zoomAnimation: !calm,
    fadeAnimation: !calm,
    maxZoom: 19,
  });
  map.attributionControl.setPrefix(false);
  map.getContainer().addEventListener("keydown", (event) => {
    if (event.key === "Escape") map.closePopup();
  });
  L.control.zoom({ zoomInTitle: "Phóng to", zoomOutTitle: "Thu nhỏ" }).addTo(map);
  ground(root, L).addTo(map);

  const first = [...list.querySelectorAll("[data-latitude]")].map((item) => ({
    ...position(item),
    label: item.querySelector("a").textContent,
    url: item.querySelector("a").href,
    note: [...item.querySelectorAll(".meta__item")].map((part) => part.textContent).join(" · "),
    tone: item.dataset.tone,
    count: Number(item.dataset.count),
  }));
  const places = [...root.querySelectorAll("[data-place]")];
  for (const place of places) {
    const { latitude, longitude } = position(place);
    const name = document.createElement("span");
    name.textContent = place.textContent;
    L.marker([latitude, longitude], {
      icon: L.divIcon({ className: "map__place", html: name, iconSize: null }),
      interactive: false,
      keyboard: false,
      zIndexOffset: -1000,
    }).addTo(map);
  }

  const pins = new Map();
  show(first);
  const corners = [...first, ...places.map(position)].map((at) => [at.latitude, at.longitude]);
  if (corners.length) map.fitBounds(corners, { padding: [32, 32], maxZoom: 16 });
  else map.setView([START.latitude, START.longitude], START.zoom);
  // For a script that adds to the map: a form that lets people set a pin.
  root.dispatchEvent(new CustomEvent("map:ready", { bubbles: true, detail: { map, L } }));
  if (root.dataset.pointsUrl) map.on("moveend", follow(root, map, show));

  // A pin that is still there stays as it is: a person may have it in focus.
  function show(points) {
    const wanted = new Map(points.map((point) => [JSON.stringify(point), point]));
    for (const [key, pin] of pins) {
      if (wanted.has(key)) continue;
      pin.remove();
      pins.delete(key);
    }
    for (const [key, point] of wanted) {
      if (!pins.has(key)) pins.set(key, pinOf(root, L, map, point).addTo(map));
    }
    if (points !== first) list.replaceChildren(...rows(points));
  }
}

function ground(root, L) {
  if (root.dataset.tiles) {
    return L.tileLayer(root.dataset.tiles, { attribution: escaped(root.dataset.credit || "") });
  }
  const Grid = L.GridLayer.extend({
    createTile() {
      const square = document.createElement("div");
      square.className = "map__square";
      return square;
    },
  });
  return new Grid();
}

function pinOf(root, L, map, point) {
  const tone = point.tone || "plain";
  const many = point.count > 1;
  const face = document.createElement("span");
  if (many) face.textContent = point.count.toLocaleString("vi-VN");
  else face.append(root.querySelector(`[data-shape="${CSS.escape(tone)}"] svg`).cloneNode(true));
  const icon = L.divIcon({
    className: `pin pin--${many ? "many" : tone}`,
    html: face,
    iconSize: many ? [44, 44] : [36, 36],
  });
  const name = [point.label, point.state, point.note].filter(Boolean).join(", ");
  const pin = L.marker([point.latitude, point.longitude], { icon, title: name });
  pin.on("add", () => pin.getElement().setAttribute("aria-label", name));
  if (many) {
    pin.on("click", () => {
      // Where it cannot be taken apart any more, the list behind it opens.
      if (map.getZoom() >= map.getMaxZoom()) location.assign(point.url);
      else map.setView(pin.getLatLng(), Math.min(map.getZoom() + 2, map.getMaxZoom()));
    });
  } else {
    pin.bindPopup(words(point), { closeButton: false });
    // The words stand far from the pin in the order of the page: focus goes there and comes back.
    pin.on("popupopen", ({ popup }) => popup.getElement().querySelector("a").focus());
    pin.on("popupclose", ({ popup }) => {
      if (popup.getElement().contains(document.activeElement)) pin.getElement()?.focus();
    });
  }
  return pin;
}

function words(point) {
  const box = document.createElement("div");
  const link = document.createElement("a");
  const meta = document.createElement("span");
  link.className = "map__link";
  link.href = point.url;
  link.textContent = point.label;
  meta.className = "meta";
  meta.textContent = [point.state, point.note].filter(Boolean).join(" · ");
  box.append(link, meta);
  return box;
}

function rows(points) {
  return points.map((point) => {
    const row = document.createElement("li");
    row.className = "map__point";
    row.append(...words(point).children);
    return row;
  });
}

// Asks the server for the points of the part in view; an answer that comes late is dropped.
function follow(root, map, show) {
  const status = root.querySelector(".map__status");
  let request;
  return async () => {
    request?.abort();
    request = new AbortController();
    const address = new URL(root.dataset.pointsUrl, location.href);
    address.searchParams.set("khung", map.getBounds().toBBoxString());
    address.searchParams.set("muc", map.getZoom());
    try {
      const response = await fetch(address, { signal: request.signal });
      if (!response.ok) throw new Error(response.statusText);
      const { points, note } = await response.json();
      show(points);
      status.textContent = points.length ? note || "" : "Chưa có điểm nào trong khung này.";
    } catch (error) {
      if (error.name !== "AbortError") status.textContent = "Chưa tải được các điểm. Hãy thử lại.";
    }
  };
}

function escaped(text) {
  const box = document.createElement("span");
  box.textContent = text;
  return box.innerHTML;
}
