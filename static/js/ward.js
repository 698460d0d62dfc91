// The unit's answer on a phone: camera, note, "Gửi". Pressed without a line, the answer waits in the
// browser like its photos and goes when the line is back; the server takes the same batch once.

import { fetchWithin } from "./floor.js";
import { Ghost } from "./ghost.js";
import { keptPhotos } from "./uploads-store.js";

const LONGEST_WAIT = 60_000;
const GIVE_UP_AFTER = 60_000;
const SIGN_IN = "Phiên đăng nhập đã hết. Hãy đăng nhập lại ở một thẻ khác; ảnh và nội dung vẫn còn trên máy này.";

// Kept beside the photos and as long as they are; `version` is of the case that was answered.
const keyOf = (address) => `answer ${address}`;
const address = location.pathname.replace(/don-vi\/.*$/, "");
const kept = async () => (await keptPhotos.all()).find(({ key }) => key === keyOf(address));
const forget = () => keptPhotos.remove(keyOf(address));

/** `{ok, told}` of an answer that was sent, or null where there was no line or no sense in it. */
async function post(url, fields, tokenUrl) {
  const body = () => {
    const data = new FormData();
    for (const [name, value] of fields) data.append(name, value);
    return data;
  };
  const once = () => fetchWithin(GIVE_UP_AFTER, url, {
    method: "POST",
    body: body(),
    headers: { Accept: "application/json" },
  });
  try {
    let answer = await once();
    if (answer.status === 403 && tokenUrl) {
      const { token } = await (await fetchWithin(GIVE_UP_AFTER, tokenUrl)).json();
      fields = fields.map(([name, value]) => [name, name === "csrfmiddlewaretoken" ? token : value]);
      answer = await once();
    }
    if (answer.redirected) return { told: { error: SIGN_IN, again: true } };
    if (answer.status >= 500 || answer.status === 429) return null;
    return { ok: answer.ok, told: await answer.json() };
  } catch {
    return null;
  }
}

class Answer {
  constructor(form) {
    this.form = form;
    this.url = form.action;
    this.photos = form.querySelector("[data-photo-input]");
    this.input = this.photos.querySelector("input[type=file]");
    this.tiles = this.photos.querySelector("[data-tiles]");
    this.text = form.elements.text;
    this.says = form.querySelector("[data-answer-state]");
    this.errors = form.querySelector("[data-answer-errors]");
    this.submit = form.querySelector("[type=submit]");
    this.camera = form.querySelector("[data-camera]");
    this.attempts = 0;
    // After the uploader's own: it holds the form back until its photos are there.
    form.addEventListener("submit", (event) => this.submitting(event));
    form.addEventListener("photos:change", () => this.show());
    addEventListener("online", () => this.wake());
    this.serveCamera();
    this.show();
  }

  // --- the camera ---

  serveCamera() {
    const ghost = new Ghost(document.querySelector("[data-ghost]"), {
      give: (file) => {
        this.photos.dispatchEvent(new CustomEvent("photos:add", { detail: { files: [file] } }));
      },
      done: () => this.submit.focus(),
    });
    this.camera.addEventListener("click", async () => {
      if (await ghost.open()) return;
      // The phone's own camera; where that is none, its pictures.
      this.input.setAttribute("capture", "environment");
      this.input.click();
      this.input.removeAttribute("capture");
    });
  }

  /** What the camera was pointed at, by the names it gives to its photos. */
  views() {
    return [...this.tiles.children].flatMap((tile) => {
      const view = /^Góc (\d+)/.exec(tile.querySelector(".photo-tile__name")?.textContent ?? "");
      const key = tile.querySelector("[name=photo_keys]");
      return view && key ? [`${key.value}=${view[1]}`] : [];
    }).join(" ");
  }

  // --- sending ---

  submitting(event) {
    // By the uploader, until its photos are there or a line is: it presses again by itself.
    const held = event.defaultPrevented;
    event.preventDefault();
    if (this.sending) return;
    this.errors.replaceChildren();
    this.pending = true;
    // That it goes by itself is said only once it is kept.
    this.promised = false;
    this.keep().then(() => {
      this.promised = true;
      this.show();
    });
    this.held = held;
    if (!held) this.send();
    this.show();
  }

  fields() {
    this.form.elements.photo_views.value = this.views();
    return [...new FormData(this.form)];
  }

  keep() {
    return keptPhotos.put({
      key: keyOf(address),
      at: Date.now(),
      version: this.form.elements.version.value,
      fields: this.fields(),
      photos: this.tiles.children.length,
      pending: this.pending,
    });
  }

  async send() {
    if (this.sending) return;
    this.sending = true;
    clearTimeout(this.timer);
    this.show();
    const answer = await post(this.url, this.fields(), this.photos.dataset.tokenUrl);
    this.sending = false;
    if (answer?.ok) {
      await forget();
      for (const { key, batch } of await keptPhotos.all()) {
        if (batch === this.form.elements.batch.value) await keptPhotos.remove(key);
      }
      location.assign(answer.told.url);
      return;
    }
    if (answer) this.refused(answer.told);
    else this.later();
    this.show();
  }

  refused({ error, version, again }) {
    const box = document.createElement("div");
    box.className = "form-errors";
    box.setAttribute("role", "alert");
    const line = document.createElement("p");
    line.textContent = error;
    box.append(line);
    this.errors.replaceChildren(box);
    box.scrollIntoView({ block: "center" });
    this.pending = Boolean(again);
    if (version) this.form.elements.version.value = version;
    // Answered by somebody else: the words and photos stay on the page to be read and copied.
    if (version === null) this.submit.disabled = true;
    this.keep();
  }

  later() {
    const wait = Math.min(LONGEST_WAIT, 2000 * 2 ** this.attempts);
    this.attempts += 1;
    this.waitsForLine = true;
    this.timer = setTimeout(() => this.send(), wait);
  }

  wake() {
    this.attempts = 0;
    if (this.waitsForLine && !this.waiting()) this.send();
    this.show();
  }

  /** An answer that an earlier visit of this page left here goes on by itself. */
  resume(record) {
    this.text.value = new Map(record.fields).get("text") ?? this.text.value;
    if (!record.pending) return;
    const start = () => {
      if (this.tiles.children.length < record.photos) return;
      this.form.removeEventListener("photos:change", start);
      this.form.requestSubmit();
    };
    this.form.addEventListener("photos:change", start);
    start();
  }

  // --- what is seen ---

  waiting() {
    const states = "queued sending offline".split(" ").map((state) => `.photo-tile--${state}`);
    return this.tiles.querySelectorAll(states.join()).length;
  }

  show() {
    const count = this.tiles.children.length;
    this.camera.classList.toggle("button--quiet", count > 0);
    this.submit.classList.toggle("button--quiet", count === 0);
    const text = this.summary(count);
    if (this.says.textContent !== text) this.says.textContent = text;
  }

  summary(count) {
    const waiting = this.waiting();
    const lost = this.tiles.querySelector(".photo-tile--offline");
    const then = this.pending && this.promised ? " Sẽ tự gửi khi có mạng." : "";
    if (waiting && lost) return `Đang chờ mạng · ${waiting} ảnh.${then}`;
    if (waiting) return `Đang gửi ảnh: còn ${waiting} ảnh.`;
    if (this.sending) return "Đang gửi…";
    if (this.pending && (lost || this.held || this.waitsForLine)) return `Đang chờ mạng · báo cáo.${then}`;
    return count ? `${count} ảnh đã sẵn sàng. Bấm Gửi.` : "";
  }
}

/** Of an answer to what the case is no longer: taken in after all, or its words are shown. */
async function settle(record, box) {
  const { answerUrl, tokenUrl } = box.dataset;
  const answer = record.pending ? await post(answerUrl, record.fields, tokenUrl) : null;
  if (answer?.ok) {
    await forget();
    return;
  }
  box.querySelector("[data-kept-says]").textContent =
    answer?.told.error ?? "Nội dung bạn viết trước đó chưa gửi, vẫn còn trên máy này:";
  box.querySelector("[data-kept-text]").textContent = new Map(record.fields).get("text") ?? "";
  box.querySelector("[data-kept-drop]").addEventListener("click", () => {
    forget();
    box.hidden = true;
  });
  box.hidden = false;
}

const form = document.querySelector("form[data-answer]");
const answer = form && new Answer(form);
kept().then((record) => {
  if (!record) return;
  if (answer && record.version === form.elements.version.value) answer.resume(record);
  else settle(record, document.querySelector("[data-kept-answer]"));
});
