// A chosen photo: whether it can be one at all, and made smaller before it is sent.

const LONGEST_SIDE = 2000;
const SHOWN_SIDE = 400;
const QUALITY = 0.85;

/** Why a photo is not taken, in words for the person. */
export class Refused extends Error {}

/** Why a file cannot be taken, or undefined. Told from its first bytes, never from its name. */
export async function wrongWith(file, megabytes) {
  if (!file.size) return "tệp rỗng (0 byte). Hãy chụp hoặc lưu lại ảnh.";
  if (file.size > megabytes * 1024 * 1024) {
    const size = (file.size / 1024 / 1024).toLocaleString("vi-VN", { maximumFractionDigits: 1 });
    return `nặng ${size} MB, vượt mức ${megabytes} MB. Hãy giảm kích thước ảnh.`;
  }
  const start = new Uint8Array(await file.slice(0, 12).arrayBuffer());
  const text = String.fromCharCode(...start);
  if (text.startsWith("GIF8")) return "là ảnh GIF. Hãy lưu thành JPEG hoặc PNG.";
  const known = text.startsWith("\xff\xd8\xff") || text.startsWith("\x89PNG") ||
    (text.startsWith("RIFF") && text.slice(8) === "WEBP") || text.slice(4, 8) === "ftyp";
  return known ? undefined : "không phải là ảnh JPEG, PNG, WebP, AVIF hoặc HEIC.";
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

/** The photo as a JPEG of at most 2,000 px, and a canvas to show; as it is where that fails. */
export async function shrunk(file) {
  let bitmap;
  try {
    bitmap = await createImageBitmap(file, { imageOrientation: "from-image" });
  } catch (error) {
    const start = String.fromCharCode(...new Uint8Array(await file.slice(4, 8).arrayBuffer()));
    // Few browsers open HEIC and AVIF; the server does.
    if (start === "ftyp" || !globalThis.createImageBitmap) return { blob: file };
    throw new Refused("không mở được, có thể bị hỏng. Hãy mở thử ảnh trên máy rồi lưu lại.");
  }
  const scaled = (longest) => {
    const scale = Math.min(1, longest / Math.max(bitmap.width, bitmap.height));
    const size = [bitmap.width, bitmap.height].map((side) => Math.max(1, Math.round(side * scale)));
    const canvas = canvasOf(...size);
    const brush = canvas.getContext("2d");
    brush.fillStyle = "#fff";
    brush.fillRect(0, 0, ...size);
    brush.imageSmoothingQuality = "high";
    brush.drawImage(bitmap, 0, 0, ...size);
    return canvas;
  };
  const picture = scaled(SHOWN_SIDE);
  let blob = file;
  if (canvasTellsTruth()) {
    const made = await new Promise((done) => {
      scaled(LONGEST_SIDE).toBlob(done, "image/jpeg", QUALITY);
    });
    blob = made || file;
  }
  bitmap.close();
  return { blob, picture };
}
