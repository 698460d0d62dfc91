// Turns a plain text field into an editor of a few marks. Trix is fetched where a page has such a
// field; without it, or without JavaScript, the field stays what it is.

const TOOLS = [
  ["bold", "Đậm", "b"],
  ["italic", "Nghiêng", "i"],
  ["heading1", "Đề mục"],
  ["bullet", "Danh sách"],
  ["number", "Đánh số"],
  ["quote", "Trích dẫn"],
];

const fields = document.querySelectorAll("[data-rich]:not([data-on])");
// Where Trix cannot be had, the field stays what it is.
if (fields.length) start([...fields]).catch(() => {});

async function start(found) {
  for (const field of found) field.dataset.on = "";
  const { src, nonce } = found[0].dataset;
  // Trix writes one style element, which the page's policy lets in under this name.
  const meta = Object.assign(document.createElement("meta"), { name: "csp-nonce", content: nonce });
  document.head.append(meta);
  const { default: Trix } = await import(src);
  // The page has a heading of the first order, and what is written stands below it.
  Trix.config.blockAttributes.heading1.tagName = "h2";
  Object.assign(Trix.config.lang, { link: "Gắn liên kết", unlink: "Bỏ liên kết", remove: "Bỏ" });
  await customElements.whenDefined("trix-editor");
  for (const field of found) dress(field);
}

function button(text, data, key) {
  const made = Object.assign(document.createElement("button"), { type: "button" });
  made.className = "rich__tool";
  made.textContent = text;
  Object.assign(made.dataset, data);
  if (key) made.dataset.trixKey = key;
  return made;
}

function toolbar(id) {
  const bar = document.createElement("trix-toolbar");
  bar.id = id;
  bar.className = "rich__bar";
  bar.setAttribute("role", "group");
  bar.setAttribute("aria-label", "Định dạng");
  const row = document.createElement("div");
  row.className = "rich__row";
  row.append(
    ...TOOLS.map(([name, text, key]) => button(text, { trixAttribute: name }, key)),
    button("Liên kết", { trixAttribute: "href", trixAction: "link" }, "k"),
    button("Hoàn tác", { trixAction: "undo" }, "z"),
    button("Làm lại", { trixAction: "redo" }, "shift+z"),
  );
  const dialogs = document.createElement("div");
  dialogs.dataset.trixDialogs = "";
  const dialog = document.createElement("div");
  dialog.className = "rich__dialog";
  Object.assign(dialog.dataset, { trixDialog: "href", trixDialogAttribute: "href" });
  const address = Object.assign(document.createElement("input"), {
    type: "url",
    name: "href",
    required: true,
    // Trix takes it out of the form's own fields while the dialog is closed.
    disabled: true,
    placeholder: "https://…",
  });
  address.dataset.trixInput = "";
  address.setAttribute("aria-label", "Địa chỉ liên kết");
  dialog.append(
    address,
    button("Gắn liên kết", { trixMethod: "setAttribute" }),
    button("Bỏ liên kết", { trixMethod: "removeAttribute" }),
  );
  dialogs.append(dialog);
  bar.append(row, dialogs);
  return bar;
}

// Word and web pages bring styles and pictures along, which the server would drop and the page's
// policy refuses. They go before Trix reads the text; all else in it Trix and the server clean.
function bare(html) {
  return html
    .replace(/<style[\s\S]*?<\/style>|<img[^>]*>/gi, "")
    .replace(/<[a-z][^>]*>/gi, (tag) => tag.replace(/\sstyle\s*=\s*("[^"]*"|'[^']*'|[^\s>]+)/gi, ""));
}

function paste(event) {
  const html = event.clipboardData?.getData("text/html");
  if (!html) return;
  event.preventDefault();
  event.stopImmediatePropagation();
  event.currentTarget.editor.insertHTML(bare(html));
}

function dress(field) {
  const plain = field.querySelector("textarea");
  const label = field.querySelector("label");
  const editor = document.createElement("trix-editor");
  const bar = toolbar(`${plain.id}_tools`);
  editor.setAttribute("toolbar", bar.id);
  editor.setAttribute("input", plain.id);
  editor.className = "rich__text prose";
  editor.setAttribute("aria-label", label.textContent.trim());
  for (const name of ["aria-describedby", "aria-invalid"]) {
    if (plain.hasAttribute(name)) editor.setAttribute(name, plain.getAttribute(name));
  }
  // A hidden field that must be filled would stop the form without a word; the server asks too.
  plain.required = false;
  plain.hidden = true;
  editor.addEventListener("paste", paste, { capture: true });
  editor.addEventListener("trix-file-accept", (event) => event.preventDefault());
  label.addEventListener("click", () => editor.focus());
  plain.after(bar, editor);
}
