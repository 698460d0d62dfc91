// The form of a report: the pin, and what others have reported already. Without this script the
// place is given in words or by the photo, and what others reported is shown after sending.

import { keepWords } from "./report-words.js";

const form = document.querySelector("[data-report]");
const fields = { latitude: form.elements.latitude, longitude: form.elements.longitude };

// --- the pin ---

const pin = form.querySelector("[data-pin]");
const status = pin.querySelector("[data-pin-status]");
const here = pin.querySelector("[data-pin-here]");
const drop = pin.querySelector("[data-pin-drop]");
const middle = pin.querySelector("[data-pin-middle]");
const CLOSE = 17;
const PATIENCE = 20_000;
let shown; // {map, L, icon, marker} once the map is there

function place(latitude, longitude, words) {
  fields.latitude.value = latitude.toFixed(6);
  fields.longitude.value = longitude.toFixed(6);
  status.textContent = words;
  drop.hidden = false;
  if (shown) {
    shown.marker.setLatLng([latitude, longitude]).addTo(shown.map);
    shown.map.setView([latitude, longitude], Math.max(shown.map.getZoom(), CLOSE));
  }
  ask();
}

function unplace() {
  fields.latitude.value = "";
  fields.longitude.value = "";
  status.textContent = "Đã bỏ ghim.";
  drop.hidden = true;
  shown?.marker.remove();
  ask();
}

here.hidden = !navigator.geolocation;
here.addEventListener("click", () => {
  const before = fields.latitude.value;
  const waits = "Đang lấy vị trí…";
  const failed = () => {
    if (status.textContent !== waits) return;
    status.textContent = "Chưa lấy được vị trí. Hãy đặt ghim trên bản đồ hoặc ghi địa chỉ.";
  };
  status.textContent = waits;
  // Some in-app browsers answer in neither way.
  const timer = setTimeout(failed, PATIENCE);
  navigator.geolocation.getCurrentPosition(
    ({ coords }) => {
      clearTimeout(timer);
      // Late; a pin that was set by hand meanwhile goes first.
      if (fields.latitude.value === before) {
        place(coords.latitude, coords.longitude, "Đã lấy vị trí của bạn.");
      }
    },
    () => {
      clearTimeout(timer);
      failed();
    },
    { enableHighAccuracy: true, timeout: 15_000, maximumAge: 60_000 },
  );
});
drop.addEventListener("click", () => {
  unplace();
  here.focus();
});
// A photo tells its place only if the sender ticked it; a pin that was set by hand goes first.
form.addEventListener("photos:place", ({ detail }) => {
  if (fields.latitude.value) return;
  place(Number(detail.latitude), Number(detail.longitude), "Đã lấy vị trí ghi trong ảnh.");
});

pin.addEventListener("map:ready", ({ detail: { map, L } }) => {
  const face = pin.querySelector("[data-shape=red] svg").cloneNode(true);
  const icon = L.divIcon({ className: "pin pin--red", html: face, iconSize: [36, 36] });
  const marker = L.marker(map.getCenter(), { icon, draggable: true, title: "Ghim: nơi có sự việc" });
  shown = { map, L, marker };
  const set = ({ lat, lng }) => place(lat, lng, "Đã đặt ghim.");
  map.on("click", ({ latlng }) => set(latlng));
  marker.on("dragend", () => set(marker.getLatLng()));
  middle.disabled = false;
  middle.addEventListener("click", () => set(map.getCenter()));
  if (fields.latitude.value) {
    const at = [Number(fields.latitude.value), Number(fields.longitude.value)];
    marker.setLatLng(at).addTo(map);
    map.setView(at, CLOSE);
  }
});
if (fields.latitude.value) {
  status.textContent = "Đã đặt ghim.";
  drop.hidden = false;
}

// --- “Đã có người báo?” ---

const known = form.querySelector("[data-known]");
let timer;
let request;
let asked = "";

function ask() {
  if (!known) return;
  clearTimeout(timer);
  timer = setTimeout(load, 600);
}

async function load() {
  const body = new FormData();
  for (const name of ["csrfmiddlewaretoken", "batch", "kind", "category", "latitude", "longitude"]) {
    body.append(name, new FormData(form).get(name) ?? "");
  }
  for (const key of new FormData(form).getAll("photo_keys")) body.append("photo_keys", key);
  const question = new URLSearchParams(body).toString();
  if (question === asked) return;
  asked = question;
  request?.abort();
  request = new AbortController();
  try {
    const options = { method: "POST", body, signal: request.signal };
    const response = await fetch(form.dataset.knownUrl, options);
    if (response.ok) known.innerHTML = await response.text();
  } catch {
    // No line: the server asks once more before it takes the report in.
  }
}

form.addEventListener("photos:change", ask);
form.addEventListener("change", ask);

if (form.hasAttribute("data-keep-words")) keepWords(form);
