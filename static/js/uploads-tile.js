// What is seen of one photo: its picture, its name, how far it is, and what can be done with it.

import { canvasOf } from "./uploads-prepare.js";

const WORDS = {
  queued: "Chờ gửi",
  sending: "Đang gửi…",
  offline: "Đang chờ mạng",
  done: "Đã nhận",
};

const CHECKING = "Đang kiểm tra";

export function button(text, action) {
  const made = document.createElement("button");
  made.type = "button";
  made.className = "photo-tile__button";
  made.textContent = text;
  made.addEventListener("click", action);
  return made;
}

/** Puts the tile of a photo into the list. `again` and `drop` are what its buttons do. */
export function buildTile(item, list, { again, drop }) {
  const name = document.createElement("span");
  name.className = "photo-tile__name";
  name.textContent = item.name;
  item.word = document.createElement("span");
  item.word.className = "photo-tile__state";
  item.keyInput = document.createElement("input");
  item.keyInput.type = "hidden";
  item.keyInput.value = item.key;
  item.again = button("Thử lại", again);
  const dropping = button("Bỏ ảnh này", drop);
  for (const each of [item.again, dropping]) {
    each.setAttribute("aria-label", `${each.textContent}: ${item.name}`);
  }
  item.tile = document.createElement("li");
  item.tile.append(name, item.word, item.keyInput, item.again, dropping);
  list.append(item.tile);
}

/** Pictures are painted, not linked: the page may show nothing but the portal's own addresses. */
export function paintTile(item, source) {
  const scale = Math.min(1, 400 / Math.max(source.width, source.height));
  const canvas = canvasOf(
    Math.max(1, Math.round(source.width * scale)), Math.max(1, Math.round(source.height * scale)),
  );
  canvas.getContext("2d").drawImage(source, 0, 0, canvas.width, canvas.height);
  canvas.className = "photo-tile__picture";
  canvas.setAttribute("role", "img");
  canvas.setAttribute("aria-label", item.name);
  item.tile.prepend(canvas);
}

export function showState(item) {
  item.tile.className = `photo-tile photo-tile--${item.state}`;
  if (!item.word) return;
  const word = item.checking ? CHECKING : WORDS[item.state];
  item.word.textContent = item.state === "refused" ? item.error : word;
  item.again.hidden = item.state !== "refused" && item.state !== "offline";
  // Only what has arrived is named to the form.
  item.keyInput.name = item.state === "done" ? "photo_keys" : "";
}
