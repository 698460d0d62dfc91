// Photos of a form: checked when chosen, made smaller, sent one by one, kept until they are there.
//
// The server knows each photo by a key that is chosen here before the first attempt, so that a
// photo sent again after a lost line is still one photo. Chosen photos wait in IndexedDB; where a
// browser has none (or wipes it), they wait in memory and the page must stay open.
//
// For other scripts, on the fieldset: give photos with the event `photos:add` (detail.files), and
// listen to `photos:change` (detail: keys, waiting) and `photos:place` (detail: latitude, longitude).

import { fetchWithin } from "./floor.js";
import { readCapture } from "./uploads-exif.js";
import { checkWeight, openPicture, Refused, shrunk } from "./uploads-prepare.js";
import { keptPhotos } from "./uploads-store.js";
import { button, buildTile, paintTile, showState } from "./uploads-tile.js";

const GIVE_UP_AFTER = 120_000;
const LONGEST_WAIT = 60_000;
const CHECK_AGAIN = 5_000;
const KEPT_FOR = 24 * 60 * 60 * 1000;

function newKey() {
  if (crypto.randomUUID) return crypto.randomUUID();
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  bytes[6] = (bytes[6] & 0x0f) | 0x40;
  bytes[8] = (bytes[8] & 0x3f) | 0x80;
  const hex = [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");
  return hex.replace(/(.{8})(.{4})(.{4})(.{4})(.{12})/, "$1-$2-$3-$4-$5");
}

class Uploader {
  constructor(root) {
    this.root = root;
    this.form = root.closest("form");
    this.place = location.pathname;
    this.most = Number(root.dataset.most);
    this.smallest = Number(root.dataset.smallest);
    this.receiveUrl = root.dataset.receiveUrl;
    this.batchInput = root.querySelector("[data-batch-input]");
    this.tiles = root.querySelector("[data-tiles]");
    this.status = root.querySelector("[data-photo-status]");
    this.refusals = root.querySelector("[data-refused]");
    this.keepPlace = root.querySelector("[data-keep-place]");
    this.token = this.form.querySelector("[name=csrfmiddlewaretoken]");
    this.input = root.querySelector("input[type=file]");
    this.items = [];
    this.attempts = 0;
    // The form sends keys from now on; without this script it sends the files themselves.
    this.input.removeAttribute("name");
    this.input.addEventListener("change", () => this.chosen());
    root.addEventListener("photos:add", (event) => this.add(event.detail.files));
    this.form.addEventListener("submit", (event) => this.submitting(event));
    // Not every browser says with the event which button sent the form.
    this.form.addEventListener("click", ({ target }) => {
      this.pressed = target.closest("[type=submit], button:not([type])");
    });
    this.keepPlace?.addEventListener("change", () => this.showPlace());
    addEventListener("online", () => this.wake());
    document.addEventListener("visibilitychange", () => {
      if (document.visibilityState === "visible") this.wake();
    });
    for (const tile of this.tiles.querySelectorAll("[data-received]")) this.adopt(tile);
    // Whose batch this page goes on with must be known before a photo is added to it.
    this.ready = this.findKept();
    this.ready.then((kept) => this.restore(kept));
    // Chosen before this script had come: on a slow line a finger is quicker.
    if (this.input.files.length) this.chosen();
  }

  /** What was chosen in the input, which is then empty for the next choice. */
  chosen() {
    const files = [...this.input.files];
    this.input.value = "";
    this.add(files);
  }

  get batch() {
    return this.batchInput.value;
  }

  set batch(value) {
    this.receiveUrl = this.receiveUrl.replace(this.batch, value);
    this.batchInput.value = value;
  }

  // --- what is there when the page opens ---

  /** A photo that the server showed as received. */
  adopt(tile) {
    const item = { key: tile.dataset.received, state: "done", tile };
    tile.querySelector(".photo-tile__drop").replaceWith(
      button("Bỏ ảnh này", () => this.remove(item)),
    );
    this.items.push(item);
    if ("checking" in tile.dataset) this.watch(item);
    this.show();
  }

  /** Photos that an earlier visit of this page left here; its batch is gone on with. */
  async findKept() {
    const all = await keptPhotos.all();
    const old = all.filter((record) => Date.now() - record.at > KEPT_FOR);
    for (const record of old) keptPhotos.remove(record.key);
    let mine = all.filter((record) => record.form === this.place && !old.includes(record));
    if (mine.length && !this.items.length) this.batch = mine[mine.length - 1].batch;
    return mine.filter((record) => record.batch === this.batch);
  }

  async restore(kept) {
    if (!kept.length) return;
    let there;
    try {
      const answer = await fetch(this.receiveUrl);
      if (answer.ok) there = new Set((await answer.json()).keys);
    } catch {
      // No line yet: sending again finds out.
    }
    for (const record of kept) {
      const isThere = there?.has(record.key);
      if (this.items.some((item) => item.key === record.key)) continue;
      // Sent off with its form, and a form holds it: nothing is left to do.
      if (record.submitted && there && !isThere) {
        keptPhotos.remove(record.key);
        continue;
      }
      const item = { ...record, state: isThere ? "done" : "queued" };
      this.items.push(item);
      this.build(item);
      openPicture(record.blob).then((bitmap) => bitmap && paintTile(item, bitmap));
    }
    this.show();
    this.run();
  }

  // --- choosing ---

  async add(files) {
    this.refusals.replaceChildren();
    await this.ready;
    for (const file of files) {
      const name = file.name.normalize("NFC");
      const mark = `${name}|${file.size}|${file.lastModified}`;
      if (this.items.some((item) => item.mark === mark)) {
        this.refuse(name, "đã có trong danh sách.");
      } else if (this.items.length >= this.most) {
        this.refuse(name, `chưa thêm được: chỉ nhận tối đa ${this.most} ảnh.`);
      } else {
        await this.take(file, name, mark);
      }
    }
    this.show();
    this.run();
  }

  async take(file, name, mark) {
    this.say(`Đang chuẩn bị ${name}…`);
    try {
      if (!file.size) throw new Refused("tệp rỗng (0 byte). Hãy chụp hoặc lưu lại ảnh.");
      // Before it is made smaller, since that leaves nothing but the picture.
      const { orientation, latitude, longitude, ...time } = await readCapture(file);
      const { blob, picture } = await shrunk(file, orientation);
      checkWeight(blob, Number(this.root.dataset.maxMegabytes));
      const where = latitude ? { latitude, longitude } : {};
      const allowed = this.keepPlace?.checked ? { ...where, keep_place: "1" } : {};
      const item = {
        key: newKey(), batch: this.batch, form: this.place, at: Date.now(),
        name, mark, blob, where, fields: { ...time, ...allowed }, state: "queued",
      };
      this.items.push(item);
      this.build(item);
      if (picture) paintTile(item, picture);
      await this.keep(item);
      this.showPlace([item]);
    } catch (error) {
      // A photo that is in the cloud only, or was deleted meanwhile, cannot be read.
      if (error instanceof DOMException) {
        this.refuse(name, "không đọc được từ máy. Hãy tải ảnh về máy rồi chọn lại.");
      } else if (error instanceof Refused) this.refuse(name, error.message);
      else throw error;
    }
  }

  build(item) {
    buildTile(item, this.tiles, {
      again: () => {
        item.state = "queued";
        this.attempts = 0;
        this.show();
        this.run();
      },
      drop: () => this.remove(item),
    });
  }

  /** The place that the photos tell, if their person wants it; or that they tell none. */
  showPlace(chosen = this.items) {
    const wanted = this.keepPlace?.checked;
    const [found] = chosen.filter(({ where }) => where?.latitude);
    if (wanted && found) this.tell("photos:place", found.where);
    const note = this.root.querySelector("[data-no-place]");
    const read = this.items.filter(({ where }) => where);
    if (note) note.hidden = !wanted || !read.length || read.some(({ where }) => where.latitude);
  }

  keep({ key, batch, form, at, name, mark, blob, fields, submitted }) {
    return keptPhotos.put({ key, batch, form, at, name, mark, blob, fields, submitted });
  }

  refuse(name, sentence) {
    const line = document.createElement("li");
    line.className = "field__error";
    line.textContent = `${name}: ${sentence}`;
    this.refusals.append(line);
  }

  async remove(item) {
    item.removed = true;
    this.items = this.items.filter((other) => other !== item);
    item.tile.remove();
    keptPhotos.remove(item.key);
    this.show();
    this.showPlace([]);
    this.input.focus();
    try {
      // Also one that was never answered: it may have arrived.
      await this.ask(this.slot(item), { method: "DELETE" });
    } catch {
      // The server deletes what no form holds within a day.
    }
  }

  // --- sending ---

  slot(item) {
    return `${this.receiveUrl}${item.key}/`;
  }

  async ask(url, options) {
    const once = () => fetchWithin(GIVE_UP_AFTER, url, {
      ...options,
      credentials: "same-origin",
      headers: { "X-CSRFToken": this.token.value },
    });
    const answer = await once();
    return answer.status === 403 && (await this.freshToken()) ? once() : answer;
  }

  /** Whether the server could be asked for one. */
  async freshToken() {
    const fresh = await fetchWithin(GIVE_UP_AFTER, this.root.dataset.tokenUrl);
    if (fresh.ok) this.token.value = (await fresh.json()).token;
    return fresh.ok;
  }

  async run() {
    if (this.running) return;
    this.running = true;
    clearTimeout(this.timer);
    let item;
    while ((item = this.items.find(({ state }) => state === "queued" || state === "offline"))) {
      if (!(await this.send(item))) break;
    }
    const goes = !item && this.submitWhenDone && !this.items.some(({ state }) => state === "refused");
    // A page that is left without a line is lost; whether there is one, only trying tells.
    this.lost = goes && !(await this.freshToken().catch(() => false));
    this.running = false;
    this.show();
    if (item || this.lost) this.later();
    else if (goes) this.go();
  }

  go() {
    this.submitWhenDone = false;
    this.lineSeen = true;
    // The button may be gone by now: a form that comes back with a mistake is put in anew.
    const button = this.submitter?.form === this.form ? this.submitter : undefined;
    this.form.requestSubmit(button);
    this.lineSeen = false;
  }

  /** Whether to go on with the next photo: not while there is no line. */
  async send(item) {
    item.state = "sending";
    this.show();
    const body = new FormData();
    for (const [name, value] of Object.entries(item.fields)) if (value) body.append(name, value);
    body.append("photo", item.blob, item.name);
    let answer, told = {};
    try {
      answer = await this.ask(this.slot(item), { method: "POST", body });
      told = await answer.json();
    } catch {
      // No line, or one too slow; or an answer that is not the portal's own, such as a proxy's.
    }
    if (item.removed) {
      if (answer?.ok) this.ask(this.slot(item), { method: "DELETE" }).catch(() => {});
      return true;
    }
    if (answer?.ok) {
      item.state = "done";
      this.attempts = 0;
      if (told.checking) this.watch(item);
      return true;
    }
    if (answer && answer.status < 500 && answer.status !== 429) {
      item.state = "refused";
      item.error = told.error || "Máy chủ chưa nhận được ảnh này. Hãy thử lại.";
      return true;
    }
    item.state = answer ? "queued" : "offline";
    this.retryAfter = Number(answer?.headers.get("Retry-After")) * 1000 || 0;
    if (answer?.status === 429) this.said = told.error;
    return false;
  }

  // --- photos that came but are still being checked: the form may go off without their verdict ---

  watch(item) {
    item.checking = true;
    clearTimeout(this.watching);
    this.watching = setTimeout(() => this.askVerdicts(), CHECK_AGAIN);
  }

  async askVerdicts() {
    let told = null;
    try {
      const answer = await fetch(this.receiveUrl);
      if (answer.ok) told = await answer.json();
    } catch {
      // No line: asked again.
    }
    for (const item of this.items.filter(({ checking }) => checking)) {
      if (!told || told.checking.includes(item.key)) {
        this.watch(item);
        continue;
      }
      item.checking = false;
      const refusal = told.refused[item.key];
      if (refusal && item.word) Object.assign(item, { state: "refused", error: refusal });
      else if (refusal) {
        this.refuse(item.tile.querySelector("img").alt, refusal);
        this.remove(item);
      }
    }
    this.show();
  }

  later() {
    const wait = Math.min(LONGEST_WAIT, 1000 * 2 ** this.attempts);
    this.attempts += 1;
    this.timer = setTimeout(() => this.run(), Math.max(wait, this.retryAfter || 0));
  }

  /** The line is back, or the page is looked at again: try at once. */
  wake() {
    if (!this.items.some(({ state }) => state === "queued" || state === "offline")) {
      if (this.submitWhenDone) this.run();
      return;
    }
    this.attempts = 0;
    this.run();
  }

  // --- the form ---

  submitting(event) {
    const refused = this.items.find(({ state }) => state === "refused");
    if (refused) {
      event.preventDefault();
      this.say("Có ảnh chưa gửi được. Hãy bỏ ảnh đó hoặc thử lại rồi gửi phiếu.");
      refused.tile.querySelector("button").focus();
    } else if (this.waiting().length || (this.doubtful() && !this.submitWhenDone)) {
      // Sent when all photos are there and there is a line; pressing once more tries without one.
      event.preventDefault();
      this.submitWhenDone = true;
      this.submitter = event.submitter ?? this.pressed;
      this.show();
      this.wake();
    } else {
      for (const item of this.items) if (item.blob) this.keep({ ...item, submitted: true });
    }
  }

  /** Some browsers say for ever that there is no line. */
  doubtful() {
    return navigator.onLine === false && !this.lineSeen;
  }

  waiting() {
    return this.items.filter(({ state }) => state !== "done" && state !== "refused");
  }

  // --- what is seen ---

  show() {
    for (const item of this.items) showState(item);
    this.root.querySelector("[data-choose]").hidden = this.items.length >= this.most;
    this.say(this.summary());
    const keys = this.items.filter(({ state }) => state === "done").map(({ key }) => key);
    this.tell("photos:change", { keys, waiting: this.waiting().length });
  }

  summary() {
    const waiting = this.waiting();
    const done = this.items.filter(({ state }) => state === "done").length;
    const then = this.submitWhenDone ? " Phiếu sẽ tự gửi ngay sau đó, hãy giữ trang này mở." : "";
    if (this.said) {
      const sentence = this.said;
      this.said = "";
      return sentence + then;
    }
    if (waiting.some(({ state }) => state === "offline")) return `Đang chờ mạng · ${waiting.length} ảnh.${then}`;
    if (this.lost) return `Đang chờ mạng.${then}`;
    if (waiting.length) return `Đang gửi ảnh: còn ${waiting.length} ảnh.${then}`;
    const checking = this.items.filter((item) => item.checking).length;
    if (checking) return `Đã nhận ${done} ảnh, đang kiểm tra ${checking} ảnh.`;
    return done ? `Đã nhận ${done} ảnh.` : "";
  }

  say(text) {
    if (this.status.textContent !== text) this.status.textContent = text;
  }

  tell(name, detail) {
    this.root.dispatchEvent(new CustomEvent(name, { bubbles: true, detail }));
  }
}

for (const root of document.querySelectorAll("[data-photo-input]")) new Uploader(root);
