// When and where a photo was taken, and how it is to be turned, from its EXIF block. A photo that is
// made smaller in the browser loses the block, so it is read before. What cannot be read is left out.

import { exifBlock } from "./uploads-exif-find.js";

const ORIENTATION = 0x0112;
const CHANGED = 0x0132;
const EXIF_IFD = 0x8769;
const GPS_IFD = 0x8825;
const TAKEN = 0x9003;
const OFFSET = 0x9011;

/**
 * `taken_at` and `offset` as EXIF writes them; `latitude` and `longitude` in degrees as text;
 * `orientation` from 1 to 8. The place is for the page alone until its person allows more.
 */
export async function readCapture(file) {
  try {
    const block = await exifBlock(file);
    return block ? capture(block) : {};
  } catch (error) {
    // A block that is cut off or points outside of itself.
    if (error instanceof RangeError) return {};
    throw error;
  }
}

function capture(view) {
  const little = view.getUint16(0) === 0x4949;
  const u16 = (at) => view.getUint16(at, little);
  const u32 = (at) => view.getUint32(at, little);
  const entries = (start) => {
    const found = new Map();
    for (let n = 0; n < u16(start); n += 1) found.set(u16(start + 2 + 12 * n), start + 2 + 12 * n);
    return found;
  };
  const text = (entry) => {
    const length = u32(entry + 4);
    const start = length > 4 ? u32(entry + 8) : entry + 8;
    let out = "";
    for (let n = 0; n < length && view.getUint8(start + n); n += 1) {
      out += String.fromCharCode(view.getUint8(start + n));
    }
    return out.trim();
  };
  const degrees = (entry, reference, negative) => {
    const start = u32(entry + 8);
    const part = (n) => u32(start + 8 * n) / u32(start + 8 * n + 4);
    const value = part(0) + part(1) / 60 + part(2) / 3600;
    return text(reference).toUpperCase() === negative ? -value : value;
  };

  const found = {};
  // Each by itself: one that points nowhere does not cost the others.
  const read = (action) => {
    try {
      action();
    } catch (error) {
      if (!(error instanceof RangeError)) throw error;
    }
  };
  const main = entries(u32(4));
  read(() => {
    if (main.has(ORIENTATION)) found.orientation = u16(main.get(ORIENTATION) + 8);
    if (main.has(CHANGED)) found.taken_at = text(main.get(CHANGED));
  });
  read(() => {
    const details = main.has(EXIF_IFD) ? entries(u32(main.get(EXIF_IFD) + 8)) : new Map();
    if (details.has(TAKEN)) found.taken_at = text(details.get(TAKEN));
    if (details.has(OFFSET)) found.offset = text(details.get(OFFSET));
  });
  read(() => {
    const gps = main.has(GPS_IFD) ? entries(u32(main.get(GPS_IFD) + 8)) : new Map();
    if (![1, 2, 3, 4].every((tag) => gps.has(tag))) return;
    const latitude = degrees(gps.get(2), gps.get(1), "S");
    const longitude = degrees(gps.get(4), gps.get(3), "W");
    // Phones that hide the place write zeros.
    if (Number.isFinite(latitude) && Number.isFinite(longitude) && (latitude || longitude)) {
      found.latitude = latitude.toFixed(6);
      found.longitude = longitude.toFixed(6);
    }
  });
  return found;
}
