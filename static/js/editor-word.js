/* Text with headings or tables (Word, Excel, a web page) that is pasted into a paragraph of a body
   becomes blocks of that body, where it was pasted; the paragraph is cut in two there. One button
   takes it back. Other text is pasted by the browser as ever. */
(() => {
  "use strict";

  const WANTED =
    "h1, h2, h3, h4, h5, h6, table, [class^='MsoHeading' i], [class^='MsoTitle' i], [style*='mso-outline-level']";
  const script = document.currentScript;
  const texts = script.dataset;
  const config = JSON.parse(document.getElementById("wagtail-config").textContent);

  /** The stream with headings and tables around `target`, and its paragraph; or null. */
  const placeOf = (target) => {
    let element = target;
    while (element && !element.rootBlock) element = element.parentElement;
    const stream = element?.rootBlock;
    const types = stream?.blockDef.childBlockDefsByName;
    if (!types?.heading || !types.paragraph || !types.table) return null;
    const paragraph = stream.children.find(
      (child) => child.type === "paragraph" && child.element.contains(target),
    );
    return paragraph ? { stream, paragraph } : null;
  };

  const ask = async (html) => {
    const response = await fetch(texts.url, {
      method: "POST",
      headers: {
        "Content-Type": "application/json",
        [config.CSRF_HEADER_NAME]: config.CSRF_TOKEN,
      },
      body: JSON.stringify({ html }),
    });
    if (!response.ok) throw new Error(response.status);
    return response.json();
  };

  const hasText = (state) => state.getCurrentContent().hasText();

  /** Put the blocks where the cursor is; resolves to a function that takes them back. */
  const place = ({ stream, paragraph }, blocks) => {
    const before = paragraph.block.getState();
    const { stateBefore, stateAfter } = window.draftail.splitState(before);
    const id = () => crypto.randomUUID();
    const start = paragraph.index;
    const added = blocks.map((block, place) =>
      stream.insert({ ...block, id: id() }, start + 1 + place, {}),
    );
    if (hasText(stateAfter)) {
      const rest = { type: "paragraph", value: stateAfter, id: id() };
      added.push(stream.insert(rest, start + 1 + added.length, {}));
    }
    const keepsParagraph = hasText(stateBefore);
    if (keepsParagraph) paragraph.block.setState(stateBefore);
    else stream.deleteBlock(start, {});
    added[blocks.length - 1].focus({ soft: true });

    const takeBack = () => {
      // Where the first of them is by now; the writer may have moved or deleted some.
      const left = added.filter((child) => stream.children.includes(child));
      const where = left.length ? left[0].index : stream.children.length;
      left.forEach((child) => stream.deleteBlock(child.index, {}));
      if (keepsParagraph) paragraph.block.setState(before);
      else stream.insert({ type: "paragraph", value: before, id: paragraph.id }, where, {});
    };
    return { first: added[0], takeBack };
  };

  let shown = null;
  const say = (first, sentence, takeBack) => {
    shown?.remove();
    const message = (shown = document.createElement("p"));
    message.className = "portal-pasted";
    message.setAttribute("role", "status");
    const button = (label, action) => {
      const made = document.createElement("button");
      made.type = "button";
      made.className = "button button-small button-secondary";
      made.textContent = label;
      made.addEventListener("click", () => {
        message.remove();
        action();
      });
      return made;
    };
    first.element.before(message);
    // After it stands in the page, so that a screen reader says it.
    message.append(
      `${sentence} `,
      button(texts.undo, takeBack),
      button(texts.close, () => {}),
    );
  };

  /** Paste again for the rich text editor alone, marked so that it is not taken apart. */
  const pasteAsEver = (target, data) => {
    const event = new ClipboardEvent("paste", {
      clipboardData: data,
      bubbles: true,
      cancelable: true,
    });
    event.portalConverted = true;
    event.portalWhole = true;
    target.dispatchEvent(event);
  };

  const handle = async (target, where, html, data) => {
    let answer = { blocks: [], pictures: 0 };
    try {
      answer = await ask(html);
    } catch {
      // Without an answer the text goes in as the browser does it.
    }
    if (!answer.blocks.length || !where.stream.children.includes(where.paragraph)) {
      pasteAsEver(target, data);
      return;
    }
    const { first, takeBack } = place(where, answer.blocks);
    const said = [texts.done.replace("%s", String(answer.blocks.length))];
    if (answer.pictures) said.push(texts.pictures.replace("%s", String(answer.pictures)));
    say(first, said.join(" "), takeBack);
  };

  document.addEventListener(
    "paste",
    (event) => {
      const html = event.clipboardData?.getData("text/html");
      if (!html || event.portalWhole || !event.target.isContentEditable) return;
      const page = new DOMParser().parseFromString(html, "text/html");
      const where = page.body.querySelector(WANTED) ? placeOf(event.target) : null;
      if (!where) return;
      event.preventDefault();
      event.stopImmediatePropagation();
      // The event's own data is gone once it is over.
      const data = new DataTransfer();
      data.setData("text/plain", event.clipboardData.getData("text/plain"));
      data.setData("text/html", html);
      handle(event.target, where, page.body.innerHTML, data);
    },
    true,
  );
})();
