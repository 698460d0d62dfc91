// Sends the photos of a batch one by one, then opens a ZIP bit by bit; what fails is named and the
// rest goes on. Without this script the form sends all of it at once.

import { fetchWithin } from "./floor.js";

const form = document.querySelector("[data-intake]");
const bar = form?.querySelector("[data-intake-bar]");
const status = form?.querySelector("[data-intake-status]");
const TRIES = 4;
const PAUSE = 1500;
// A ZIP may be large, and a line slow.
const GIVE_UP_AFTER = 15 * 60_000;

async function ask(address, body) {
  for (let attempt = 1; ; attempt += 1) {
    try {
      const response = await fetchWithin(GIVE_UP_AFTER, address, {
        method: "POST",
        body,
        headers: { Accept: "application/json", "X-CSRFToken": form.querySelector("[name=csrfmiddlewaretoken]").value },
      });
      if (!response.ok) throw new Error(String(response.status));
      return await response.json();
    } catch (error) {
      if (attempt === TRIES) throw error;
      status.textContent = "Đang chờ mạng, sẽ gửi tiếp…";
      await new Promise((done) => setTimeout(done, PAUSE * attempt));
    }
  }
}

function show(done, all, words) {
  bar.hidden = false;
  bar.max = all;
  bar.value = done;
  status.textContent = `${words} ${done}/${all}`;
}

async function openArchive(progress) {
  while (progress.opening) {
    show(progress.opened, progress.entries, "Đang mở tệp ZIP, ảnh");
    progress = await ask(form.dataset.openUrl, new FormData());
  }
}

async function send(files) {
  let failed = 0;
  for (const [at, file] of files.entries()) {
    show(at, files.length, "Đang gửi, xong");
    const body = new FormData();
    body.append("files", file, file.name);
    try {
      const progress = await ask(form.action, body);
      // Before the next file: one ZIP is open at a time.
      if (progress.opening) await openArchive(progress);
    } catch {
      failed += 1;
    }
  }
  if (failed) {
    status.textContent = `Còn ${failed} tệp chưa gửi được do mạng. Chọn lại các tệp đó rồi gửi; ảnh đã gửi không bị trùng.`;
    return;
  }
  location.reload();
}

if (form) {
  const button = form.querySelector("button");
  const input = form.querySelector("[type=file]");
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    if (!input.files.length) {
      status.textContent = "Chưa chọn tệp nào.";
      return;
    }
    button.disabled = true;
    await send([...input.files]).finally(() => { button.disabled = false; });
  });
  const opening = document.querySelector("[data-intake-opening]");
  opening?.addEventListener("submit", async (event) => {
    event.preventDefault();
    try {
      await openArchive(await ask(form.dataset.openUrl, new FormData()));
      location.reload();
    } catch {
      status.textContent = "Mạng bị gián đoạn. Bấm “Mở tiếp” để tiếp tục.";
    }
  });
}
