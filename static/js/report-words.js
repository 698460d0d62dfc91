// What was typed into the form of a report, kept in this browser for a day: a page that is thrown
// away by an in-app browser, or closed by mistake, costs no words. Never how to reach the sender,
// nor the secret code. Where storage is refused or wiped the form works as without it.

const KEPT_FOR = 24 * 60 * 60 * 1000;
const FIELDS = ["kind", "category", "ward", "place_text", "title", "text"];
const key = (path) => `report-words:${path}`;

function read(path) {
  try {
    const kept = JSON.parse(localStorage.getItem(key(path)));
    if (kept && Date.now() - kept.at < KEPT_FOR) return kept.values;
    forget(path);
  } catch {
    // No storage, or something else under this name: nothing was kept.
  }
  return null;
}

function write(path, values) {
  try {
    localStorage.setItem(key(path), JSON.stringify({ at: Date.now(), values }));
  } catch {
    // Private windows and full storage: the words stay on the page only.
  }
}

/** Once the report of the form at `path` has been sent. */
export function forget(path) {
  try {
    localStorage.removeItem(key(path));
  } catch {
    // Nothing could be kept, so nothing is left.
  }
}

/** Keep the words of `form`, and bring back those of an earlier visit into an empty one. */
export function keepWords(form) {
  const path = location.pathname;
  const note = form.querySelector("[data-words-note]");
  const written = () => ["category", "place_text", "title", "text"].some((name) => value(name));
  const value = (name) => form.elements[name]?.value ?? "";

  function restore(values) {
    for (const name of FIELDS) {
      if (form.elements[name] && values[name]) form.elements[name].value = values[name];
    }
    note.hidden = false;
    form.dispatchEvent(new Event("change"));
  }

  const kept = read(path);
  // An address may ask for the other kind, and what the server shows again goes first.
  const asked = new URLSearchParams(location.search).get("loai");
  if (kept && !written() && (!asked || asked === kept.kind)) restore(kept);

  function keep() {
    if (written()) write(path, Object.fromEntries(FIELDS.map((name) => [name, value(name)])));
    else forget(path);
  }
  form.addEventListener("input", keep);
  form.addEventListener("change", keep);
  note.querySelector("button").addEventListener("click", () => {
    for (const name of ["place_text", "title", "text", "ward"]) {
      if (form.elements[name]) form.elements[name].value = "";
    }
    for (const choice of form.querySelectorAll("[name=category]")) choice.checked = false;
    note.hidden = true;
    forget(path);
    form.querySelector("[name=kind]").focus();
  });
}
