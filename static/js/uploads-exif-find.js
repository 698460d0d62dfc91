// Where the EXIF block of a photo is: in JPEG, PNG, WebP, and in HEIC and AVIF, told by first bytes.

const HEAD = 256 * 1024;
const MOST = 1024 * 1024;
const MOST_CHUNKS = 200;
// Chunks: where the first one is, where in it its name and size stand, and what is not its data.
const WEBP = { first: 12, name: 0, size: 4, around: 8, little: true, wanted: "EXIF", last: "" };
const PNG = { first: 8, name: 4, size: 0, around: 12, little: false, wanted: "eXIf", last: "IDAT" };

const word = (view, at) => String.fromCharCode(...[0, 1, 2, 3].map((n) => view.getUint8(at + n)));

async function viewOf(file, from, length) {
  return new DataView(await file.slice(from, from + length).arrayBuffer());
}

/** The block from its byte order mark on, or null. Raises RangeError for a file that is cut off. */
export async function exifBlock(file) {
  const head = await viewOf(file, 0, HEAD);
  if (head.byteLength < 16) return null;
  if (head.getUint16(0) === 0xffd8) return ofJpeg(head);
  if (word(head, 0) === "RIFF") return ofChunks(file, WEBP);
  if (word(head, 1) === "PNG\r") return ofChunks(file, PNG);
  if (word(head, 4) === "ftyp") return ofBoxes(file);
  return null;
}

/** Some write the name of the block before it. */
function bare(view, at = 0) {
  const start = word(view, at) === "Exif" ? at + 6 : at;
  return new DataView(view.buffer, view.byteOffset + start, view.byteLength - start);
}

function ofJpeg(view) {
  let at = 2;
  while (at + 10 < view.byteLength && view.getUint8(at) === 0xff) {
    const marker = view.getUint8(at + 1);
    const size = view.getUint16(at + 2);
    if (marker === 0xda) return null;
    if (marker === 0xe1 && word(view, at + 4) === "Exif") {
      return new DataView(view.buffer, at + 10, Math.min(size - 8, view.byteLength - at - 10));
    }
    at += 2 + size;
  }
  return null;
}

/** WebP and PNG are rows of chunks that say their name and size. */
async function ofChunks(file, { first, name, size, around, little, wanted, last }) {
  let at = first;
  for (let tries = 0; tries < MOST_CHUNKS && at + 8 <= file.size; tries += 1) {
    const view = await viewOf(file, at, 8);
    const length = view.getUint32(size, little);
    const found = word(view, name);
    if (found === wanted) return bare(await viewOf(file, at + 8, Math.min(length, MOST)));
    if (found === last) return null;
    at += around + length + (little ? length % 2 : 0);
  }
  return null;
}

/** HEIC and AVIF: `meta` names an item of the type “Exif” (iinf) and says where it is (iloc). */
async function ofBoxes(file) {
  let at = 0;
  for (let tries = 0; tries < 100 && at + 16 <= file.size; tries += 1) {
    const view = await viewOf(file, at, 16);
    const size = view.getUint32(0);
    if (word(view, 4) === "meta") return ofMeta(file, await viewOf(file, at, Math.min(size, MOST)));
    // 1: its size is written in eight bytes; 0: it lasts to the end.
    const long = size === 1 ? view.getUint32(8) * 2 ** 32 + view.getUint32(12) : size;
    if (long < 8) return null;
    at += long;
  }
  return null;
}

async function ofMeta(file, meta) {
  const boxes = boxesOf(meta, 12, meta.byteLength);
  const item = boxes.iinf && exifItem(meta, boxes.iinf);
  const place = item && boxes.iloc && placeOf(meta, boxes.iloc, item);
  if (!place) return null;
  const view = await viewOf(file, place.offset, Math.min(place.length, MOST));
  // Four bytes say how far it is from here to the block.
  return bare(view, 4 + view.getUint32(0));
}

function boxesOf(view, at, end) {
  const found = {};
  while (at + 8 <= end) {
    const size = view.getUint32(at);
    if (size < 8) break;
    found[word(view, at + 4)] = { at: at + 8, end: at + size };
    at += size;
  }
  return found;
}

function exifItem(view, { at, end }) {
  at += view.getUint8(at) ? 8 : 6;
  while (at + 8 <= end) {
    const size = view.getUint32(at);
    const version = view.getUint8(at + 8);
    if (size < 8) return null;
    const id = version > 2 ? view.getUint32(at + 12) : view.getUint16(at + 12);
    if (version > 1 && word(view, at + (version > 2 ? 18 : 16)) === "Exif") return id;
    at += size;
  }
  return null;
}

function placeOf(view, { at }, item) {
  const version = view.getUint8(at);
  const sizes = view.getUint16(at + 4);
  const [offsetSize, lengthSize, baseSize, indexSize] = [12, 8, 4, 0].map((by) => (sizes >> by) & 15);
  at += 6;
  const take = (size) => {
    let value = 0;
    for (let n = 0; n < size; n += 1) value = value * 256 + view.getUint8(at + n);
    at += size;
    return value;
  };
  const count = take(version < 2 ? 2 : 4);
  for (let n = 0; n < count; n += 1) {
    const id = take(version < 2 ? 2 : 4);
    const method = version > 0 ? take(2) & 15 : 0;
    take(2);
    const base = take(baseSize);
    const extents = take(2);
    for (let each = 0; each < extents; each += 1) {
      if (version > 0) take(indexSize);
      const offset = base + take(offsetSize);
      const length = take(lengthSize);
      // In another place than the file itself, or in parts: left out.
      if (id === item) return method === 0 && extents === 1 ? { offset, length } : null;
    }
  }
  return null;
}
