// Boxes over a photo: drawn with a pointer, or added by a button and moved by keys. The numbers of
// the form are the truth: every change is written there, and a change there moves the box.

import "./floor.js";

const form = document.querySelector("[data-blur]");
const svg = form?.querySelector(".blur__boxes");
const numbers = form?.querySelector("[data-blur-numbers] .move__form");
const template = form?.querySelector("[data-blur-template]");
const total = form?.querySelector("[name$=TOTAL_FORMS]");
const status = form?.querySelector("[data-blur-status]");
const most = Number(form?.querySelector("[name$=MAX_NUM_FORMS]")?.value || 0);
const SMALLEST = 0.5;
const boxes = new Map();

const inputs = (row) => ["x", "y", "width", "height"].map((side) => row.querySelector(`[name$=-${side}]`));
const clamp = (value, low, high) => Math.min(Math.max(value, low), high);
const read = (row) => inputs(row).map((input) => Number.parseFloat(input.value));

function write(row, values) {
  inputs(row).forEach((input, at) => {
    input.value = values ? String(Math.round(values[at] * 10) / 10) : "";
  });
  show(row);
}

// A row with four numbers has a box, and a row without has none.
function show(row) {
  const [x, y, width, height] = read(row);
  let box = boxes.get(row);
  if (!(width > 0 && height > 0 && x >= 0 && y >= 0)) {
    box?.remove();
    boxes.delete(row);
    name();
    return;
  }
  if (!box) {
    box = document.createElementNS("http://www.w3.org/2000/svg", "rect");
    box.setAttribute("class", "blur__box");
    box.setAttribute("tabindex", "0");
    box.setAttribute("role", "button");
    box.addEventListener("keydown", (event) => press(event, row));
    svg.append(box);
    boxes.set(row, box);
  }
  for (const [side, value] of Object.entries({ x, y, width, height })) box.setAttribute(side, value);
  name();
}

function name() {
  let at = 0;
  for (const box of boxes.values()) {
    at += 1;
    box.setAttribute("aria-label", `Vùng ${at}: mũi tên để dời, Shift và mũi tên để đổi cỡ, Delete để bỏ`);
  }
  status.textContent = at ? `${at} vùng sẽ làm mờ khi lưu.` : "Chưa có vùng nào.";
}

function freeRow() {
  for (const row of numbers.querySelectorAll("[data-blur-row]")) {
    if (inputs(row).every((input) => !input.value)) return row;
  }
  const at = Number(total.value);
  if (at >= most) {
    status.textContent = `Mỗi ảnh nhiều nhất ${most} vùng.`;
    return null;
  }
  const row = template.content.firstElementChild.cloneNode(true);
  for (const part of row.querySelectorAll("[name], [id], [for]")) {
    for (const attribute of ["name", "id", "for"]) {
      const value = part.getAttribute(attribute);
      if (value) part.setAttribute(attribute, value.replace("__prefix__", at));
    }
  }
  row.querySelector("legend").textContent = `Vùng ${at + 1}`;
  total.value = at + 1;
  numbers.append(row);
  return row;
}

function press(event, row) {
  const steps = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };
  if (event.key === "Delete" || event.key === "Backspace") {
    event.preventDefault();
    write(row, null);
    form.querySelector("[data-blur-add]").focus();
    return;
  }
  const step = steps[event.key];
  if (!step) return;
  event.preventDefault();
  let [x, y, width, height] = read(row);
  if (event.shiftKey) {
    width = clamp(width + step[0], SMALLEST, 100 - x);
    height = clamp(height + step[1], SMALLEST, 100 - y);
  } else {
    x = clamp(x + step[0], 0, 100 - width);
    y = clamp(y + step[1], 0, 100 - height);
  }
  write(row, [x, y, width, height]);
}

function place(event) {
  const frame = svg.getBoundingClientRect();
  return [
    clamp(((event.clientX - frame.left) / frame.width) * 100, 0, 100),
    clamp(((event.clientY - frame.top) / frame.height) * 100, 0, 100),
  ];
}

function draw(event) {
  if (event.button > 0 || !event.isPrimary) return;
  event.preventDefault();
  // A press on a box moves it; anywhere else it opens a new one.
  const there = [...boxes].find(([, box]) => box === event.target);
  const row = there ? there[0] : freeRow();
  if (!row) return;
  const [startX, startY] = place(event);
  const [x, y, width, height] = there ? read(row) : [];
  svg.setPointerCapture(event.pointerId);
  const move = (moved) => {
    const [nowX, nowY] = place(moved);
    if (there) {
      const left = clamp(x + nowX - startX, 0, 100 - width);
      write(row, [left, clamp(y + nowY - startY, 0, 100 - height), width, height]);
      return;
    }
    const wide = Math.abs(nowX - startX);
    const high = Math.abs(nowY - startY);
    write(row, wide < SMALLEST || high < SMALLEST ? null : [Math.min(startX, nowX), Math.min(startY, nowY), wide, high]);
  };
  const end = () => {
    svg.removeEventListener("pointermove", move);
    boxes.get(row)?.focus();
  };
  svg.addEventListener("pointermove", move);
  svg.addEventListener("pointerup", end, { once: true });
  svg.addEventListener("pointercancel", end, { once: true });
}

if (form) {
  svg.replaceChildren();
  for (const row of numbers.querySelectorAll("[data-blur-row]")) show(row);
  numbers.addEventListener("input", (event) => show(event.target.closest("[data-blur-row]")));
  svg.addEventListener("pointerdown", draw);
  form.querySelector("[data-blur-add]").addEventListener("click", () => {
    const row = freeRow();
    if (!row) return;
    write(row, [40, 40, 20, 20]);
    boxes.get(row).focus();
  });
}
