// When and, if allowed, where a JPEG was taken, from its EXIF block. A photo that is made smaller in
// the browser loses the block, so it is read before.

const HEAD = 256 * 1024;
const EXIF_IFD = 0x8769;
const GPS_IFD = 0x8825;
const TAKEN = 0x9003;
const OFFSET = 0x9011;

/** `taken_at` and `offset` as EXIF writes them; `latitude` and `longitude` in degrees as text. */
export async function readCapture(file, withPlace) {
  try {
    const view = new DataView(await file.slice(0, HEAD).arrayBuffer());
    const block = exifBlock(view);
    return block ? capture(block, withPlace) : {};
  } catch (error) {
    // A block that is cut off or points outside of itself.
    if (error instanceof RangeError) return {};
    throw error;
  }
}

function exifBlock(view) {
  if (view.byteLength < 4 || view.getUint16(0) !== 0xffd8) return null;
  let at = 2;
  while (at + 10 < view.byteLength && view.getUint8(at) === 0xff) {
    const marker = view.getUint8(at + 1);
    const size = view.getUint16(at + 2);
    if (marker === 0xda) return null;
    if (marker === 0xe1 && view.getUint32(at + 4) === 0x45786966) {
      return new DataView(view.buffer, at + 10, Math.min(size - 8, view.byteLength - at - 10));
    }
    at += 2 + size;
  }
  return null;
}

function capture(view, withPlace) {
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
    return out;
  };
  const degrees = (entry, reference, negative) => {
    const start = u32(entry + 8);
    const part = (n) => u32(start + 8 * n) / u32(start + 8 * n + 4);
    const value = part(0) + part(1) / 60 + part(2) / 3600;
    return text(reference).toUpperCase() === negative ? -value : value;
  };

  const main = entries(u32(4));
  const found = {};
  if (main.has(EXIF_IFD)) {
    const details = entries(u32(main.get(EXIF_IFD) + 8));
    if (details.has(TAKEN)) found.taken_at = text(details.get(TAKEN));
    if (details.has(OFFSET)) found.offset = text(details.get(OFFSET));
  }
  if (withPlace && main.has(GPS_IFD)) {
    const gps = entries(u32(main.get(GPS_IFD) + 8));
    if ([1, 2, 3, 4].every((tag) => gps.has(tag))) {
      const latitude = degrees(gps.get(2), gps.get(1), "S");
      const longitude = degrees(gps.get(4), gps.get(3), "W");
      if (Number.isFinite(latitude) && Number.isFinite(longitude) && (latitude || longitude)) {
        found.latitude = latitude.toFixed(6);
        found.longitude = longitude.toFixed(6);
      }
    }
  }
  return found;
}
