// Photos that wait, in IndexedDB. Whatever fails there is no failure of sending: a private window
// and many in-app browsers have no storage, or wipe it, and the page then keeps photos in memory.

const NAME = "photos";
const PATIENCE = 2000;

let opened;

function database() {
  opened = opened ?? new Promise((done) => {
    // Some web views never answer.
    setTimeout(() => done(null), PATIENCE);
    try {
      const request = indexedDB.open("portal", 1);
      request.onupgradeneeded = () => request.result.createObjectStore(NAME, { keyPath: "key" });
      request.onsuccess = () => done(request.result);
      request.onerror = () => done(null);
    } catch {
      done(null);
    }
  });
  return opened;
}

async function ask(mode, action) {
  const base = await database();
  if (!base) return undefined;
  return new Promise((done) => {
    try {
      const transaction = base.transaction(NAME, mode);
      const request = action(transaction.objectStore(NAME));
      // Not when the request has succeeded: a page that is put away before the end loses it.
      transaction.oncomplete = () => done(request.result);
      transaction.onabort = () => done(undefined);
    } catch {
      done(undefined);
    }
  });
}

export const keptPhotos = {
  async all() {
    return (await ask("readonly", (store) => store.getAll())) ?? [];
  },
  put(record) {
    return ask("readwrite", (store) => store.put(record));
  },
  remove(key) {
    return ask("readwrite", (store) => store.delete(key));
  },
};
