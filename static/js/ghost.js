// The camera with the photo before laid over it, half transparent, so that the two line up.

import { canvasOf, canvasTellsTruth } from "./uploads-prepare.js";

const WANTED = { facingMode: { ideal: "environment" }, width: { ideal: 2560 }, height: { ideal: 1920 } };
const QUALITY = 0.92;

/** The stream of the camera, or null where there is none or the person says no. */
async function cameraStream() {
  // A canvas that lies would send made-up pixels; the phone's own camera does not.
  if (!navigator.mediaDevices?.getUserMedia || !canvasTellsTruth()) return null;
  try {
    return await navigator.mediaDevices.getUserMedia({ video: WANTED, audio: false });
  } catch {
    return null;
  }
}

export class Ghost {
  /** `give(file, view)` takes each photo; `done()` is told when the camera is closed. */
  constructor(dialog, { give, done }) {
    this.dialog = dialog;
    this.give = give;
    this.video = dialog.querySelector("[data-ghost-video]");
    this.pictures = [...dialog.querySelectorAll("[data-ghost-view]")];
    this.says = dialog.querySelector("[data-ghost-says]");
    this.opacity = dialog.querySelector("[data-ghost-opacity]");
    this.shutter = dialog.querySelector("[data-ghost-shutter]");
    this.taken = new Set();
    this.at = 0;
    this.opacity.addEventListener("input", () => this.show());
    this.shutter.addEventListener("click", () => this.shoot());
    dialog.querySelector("[data-ghost-next]").addEventListener("click", () => {
      this.at = (this.at + 1) % this.pictures.length;
      this.show();
    });
    dialog.querySelector("[data-ghost-close]").addEventListener("click", () => dialog.close());
    dialog.addEventListener("close", () => {
      for (const track of this.video.srcObject?.getTracks() ?? []) track.stop();
      this.video.srcObject = null;
      done();
    });
  }

  get view() {
    return Number(this.pictures[this.at]?.dataset.ghostView ?? 1);
  }

  /** Whether there is a camera to look through, and a dialog to do it in (iOS 14 has none). */
  async open() {
    if (!this.dialog.showModal) return false;
    const stream = await cameraStream();
    if (!stream) return false;
    for (const picture of this.pictures) picture.src = picture.src || picture.dataset.src;
    this.at = Math.max(0, this.pictures.findIndex((_, at) => !this.taken.has(at)));
    this.video.srcObject = stream;
    this.dialog.showModal();
    this.show();
    this.shutter.focus();
    return true;
  }

  show() {
    this.pictures.forEach((picture, at) => {
      picture.hidden = at !== this.at;
      picture.style.opacity = String(this.opacity.value / 100);
    });
    this.says.textContent = this.pictures.length > 1
      ? `Góc ${this.view} (${this.at + 1}/${this.pictures.length}): chụp sao cho trùng với ảnh trước.`
      : "Chụp sao cho trùng với ảnh trước.";
  }

  async shoot() {
    const { videoWidth, videoHeight } = this.video;
    if (!videoWidth) return; // The camera has not shown anything yet.
    this.shutter.disabled = true;
    const canvas = canvasOf(videoWidth, videoHeight);
    canvas.getContext("2d").drawImage(this.video, 0, 0);
    const blob = await new Promise((made) => canvas.toBlob(made, "image/jpeg", QUALITY));
    this.shutter.disabled = false;
    const now = new Date();
    const time = now.toLocaleTimeString("vi-VN").replace(/:/g, ".");
    const name = `Góc ${this.view} lúc ${time}.jpg`;
    this.give(new File([blob], name, { type: "image/jpeg", lastModified: now.getTime() }));
    this.taken.add(this.at);
    const next = this.pictures.findIndex((_, at) => !this.taken.has(at));
    if (next === -1) {
      this.dialog.close();
    } else {
      this.at = next;
      this.show();
    }
  }
}
