// Sending raw material: the files go with their progress in sight, and an error costs nothing that
// was typed or chosen. Without this script the form is sent as any other.

import "./floor.js";

const PAUSE = 3000;

class Sending {
  constructor(form) {
    this.form = form;
    form.addEventListener("submit", (event) => {
      // The photos are still on their way: their own script sends the form afterwards.
      if (event.defaultPrevented) return;
      event.preventDefault();
      if (!this.busy) this.send();
    });
  }

  part(name) {
    return this.form.querySelector(`[data-${name}]`);
  }

  /** What a slow line should not carry only to be refused. */
  tooMuch() {
    const input = this.form.querySelector("input[name=documents]");
    const bytes = [...input.files].reduce((sum, file) => sum + file.size, 0);
    return bytes > input.dataset.mostMegabytes * 1024 * 1024;
  }

  send() {
    if (this.tooMuch()) {
      this.say("Các tệp quá nặng để gửi một lần. Hãy bỏ bớt tệp rồi gửi làm nhiều lần.");
      return;
    }
    this.show(true);
    this.say("Đang gửi…");
    const request = new XMLHttpRequest();
    request.open("POST", this.form.action);
    request.setRequestHeader("Accept", "application/json");
    request.upload.addEventListener("progress", (event) => this.progress(event));
    request.addEventListener("load", () => this.answered(request));
    for (const name of ["error", "abort", "timeout"]) {
      request.addEventListener(name, () => this.failed());
    }
    request.send(new FormData(this.form));
  }

  progress({ lengthComputable, loaded, total, timeStamp }) {
    if (!lengthComputable) return;
    const percent = Math.floor((loaded / total) * 100);
    this.part("sending-bar").value = percent;
    if (loaded === total) this.say("Đã gửi hết, đang kiểm tra tệp…");
    else if (timeStamp - (this.saidAt ?? 0) > PAUSE) {
      // Read out by screen readers: not at every packet.
      this.saidAt = timeStamp;
      this.say(`Đang gửi: ${percent}%.`);
    }
  }

  answered(request) {
    const type = request.getResponseHeader("Content-Type") ?? "";
    if (request.status < 300 && type.startsWith("application/json")) {
      location.assign(JSON.parse(request.responseText).url);
      return;
    }
    const fresh = new DOMParser()
      .parseFromString(request.responseText, "text/html")
      .querySelector("[data-material]");
    if (fresh && request.status < 500) this.take(fresh);
    else this.failed();
  }

  /** The form as the server shows it with what is wrong; chosen photos and files stay as they are. */
  take(fresh) {
    for (const name of ["[data-photo-input]", "input[name=documents]"]) {
      fresh.querySelector(name)?.replaceWith(this.form.querySelector(name));
    }
    this.form.replaceChildren(...fresh.childNodes);
    this.show(false);
    const wrong = this.form.querySelector(".form-errors, .field__error");
    wrong?.setAttribute("tabindex", "-1");
    wrong?.focus();
  }

  failed() {
    this.show(false);
    this.say("Chưa gửi được, có thể do mất mạng. Nội dung và tệp vẫn còn trên trang: hãy bấm gửi lại.");
  }

  show(busy) {
    this.busy = busy;
    this.part("sending").hidden = !busy;
    if (busy) this.part("sending-bar").removeAttribute("value");
    for (const button of this.form.querySelectorAll("button[type=submit]")) button.disabled = busy;
  }

  say(text) {
    this.part("sending-status").textContent = text;
  }
}

for (const form of document.querySelectorAll("[data-material]")) new Sending(form);
