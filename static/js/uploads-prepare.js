// A chosen photo, made smaller before it is sent. Whatever a browser cannot do with it, it goes as
// it is: only the server says what is no photo, or is broken.

const LONGEST_SIDE = 2000;
const SHOWN_SIDE = 400;
const QUALITY = 0.85;
// A JPEG of 2 × 1 points that is to be turned by a quarter.
const TURNED =
  "/9j/4QAiRXhpZgAATU0AKgAAAAgAAQESAAMAAAABAAYAAAAAAAD/2wBDAP////////////////////////////////////" +
  "//////////////////////////////////////////////////wAALCAABAAIBAREA/8QAFAABAAAAAAAAAAAAAAAAAAAA" +
  "AP/EABQQAQAAAAAAAAAAAAAAAAAAAAD/2gAIAQEAAD8AP//Z";

/** Why a photo is not taken, in words for the person. */
export class Refused extends Error {}

/** The limit is the server's, and holds for what is sent: a large photo may have become a small one. */
export function checkWeight(blob, megabytes) {
  if (blob.size <= megabytes * 1024 * 1024) return;
  const size = (blob.size / 1024 / 1024).toLocaleString("vi-VN", { maximumFractionDigits: 1 });
  throw new Refused(`nặng ${size} MB, vượt mức ${megabytes} MB. Hãy giảm kích thước ảnh.`);
}

export function canvasOf(width, height) {
  const canvas = document.createElement("canvas");
  canvas.width = width;
  canvas.height = height;
  return canvas;
}

/** Some browsers answer with made-up pixels, so that nobody is recognised by their canvas. */
export function canvasTellsTruth() {
  const brush = canvasOf(4, 4).getContext("2d");
  if (!brush) return false;
  brush.fillStyle = "#c80a32";
  brush.fillRect(0, 0, 4, 4);
  const pixels = brush.getImageData(0, 0, 4, 4).data;
  const colour = [200, 10, 50, 255];
  return pixels.every((value, at) => Math.abs(value - colour[at % 4]) < 8);
}

let turns;
/** Whether a browser that does not know the option turns photos as they were held. */
function turnsByItself() {
  turns = turns ?? (async () => {
    const bytes = Uint8Array.from(atob(TURNED), (sign) => sign.charCodeAt(0));
    const probe = await createImageBitmap(new Blob([bytes], { type: "image/jpeg" }));
    return probe.width === 1;
  })().catch(() => false);
  return turns;
}

/** The photo upright, for a canvas; null where this browser cannot open it, or not upright. */
export async function openPicture(blob, orientation = 1) {
  // iOS 14 has none; some web views that do know no options.
  if (!window.createImageBitmap) return null;
  try {
    return await createImageBitmap(blob, { imageOrientation: "from-image" });
  } catch {
    if (orientation > 1 && !(await turnsByItself())) return null;
  }
  return createImageBitmap(blob).catch(() => null);
}

function scaled(bitmap, longest) {
  const scale = Math.min(1, longest / Math.max(bitmap.width, bitmap.height));
  const size = [bitmap.width, bitmap.height].map((side) => Math.max(1, Math.round(side * scale)));
  const canvas = canvasOf(...size);
  const brush = canvas.getContext("2d");
  brush.fillStyle = "#fff";
  brush.fillRect(0, 0, ...size);
  brush.imageSmoothingQuality = "high";
  brush.drawImage(bitmap, 0, 0, ...size);
  return canvas;
}

/** `{blob, picture}`: a JPEG of at most 2,000 px, and a canvas to show; the file where that fails. */
export async function shrunk(file, orientation) {
  const bitmap = await openPicture(file, orientation);
  if (!bitmap) return { blob: file };
  try {
    const picture = scaled(bitmap, SHOWN_SIDE);
    if (!canvasTellsTruth()) return { blob: file, picture };
    const made = await new Promise((done) => {
      scaled(bitmap, LONGEST_SIDE).toBlob(done, "image/jpeg", QUALITY);
    });
    return { blob: made || file, picture };
  } catch {
    // No memory for a canvas.
    return { blob: file };
  } finally {
    bitmap.close();
  }
}
