/* Text typed in the fonts of before Unicode (TCVN3, VNI) is recognised when it is pasted, and
   converted if the writer says so. Other text is pasted by the browser as ever. */
(() => {
  "use strict";

  // Only letters that those fonts left behind, and none that Unicode Vietnamese would hold.
  const OLD_LETTERS = /[\u00a1-\u00ff]/;
  const UNICODE_LETTERS =
    /[\u0102\u0103\u0110\u0111\u0128\u0129\u0168\u0169\u01a0\u01a1\u01af\u01b0\u0300-\u036f\u1ea0-\u1ef9]/;
  // Of the old letters those that Unicode Vietnamese has no use for.
  const FOREIGN_LETTERS = /[^\u0000-\u00a0\u00b7\u00c0-\u00c3\u00c8-\u00ca\u00cc\u00cd\u00d2-\u00d5\u00d9\u00da\u00dd\u00e0-\u00e3\u00e8-\u00ea\u00ec\u00ed\u00f2-\u00f5\u00f9\u00fa\u00fd\u0100-\uffff]/;
  const script = document.currentScript;
  const config = JSON.parse(document.getElementById("wagtail-config").textContent);

  const ask = async (texts) => {
    const response = await fetch(script.dataset.url, {
      method: "POST",
      headers: {
        "Content-Type": "application/json",
        [config.CSRF_HEADER_NAME]: config.CSRF_TOKEN,
      },
      body: JSON.stringify({ texts }),
    });
    if (!response.ok) throw new Error(response.status);
    return response.json();
  };

  /** Whether some of it may be old. Half of a document is often Unicode already; what is Unicode
      throughout does not wait for an answer. */
  const mayBeOld = (text) => {
    if (!UNICODE_LETTERS.test(text)) return OLD_LETTERS.test(text);
    return text
      .split("\n")
      .some((line) => FOREIGN_LETTERS.test(line) && !UNICODE_LETTERS.test(line));
  };

  /** The text nodes of pasted HTML, to be converted each by itself. */
  const textNodes = (root) => {
    const walker = document.createTreeWalker(root, NodeFilter.SHOW_TEXT);
    const nodes = [];
    while (walker.nextNode()) nodes.push(walker.currentNode);
    return nodes;
  };

  const insertPlain = (field, text) => {
    field.setRangeText(text, field.selectionStart, field.selectionEnd, "end");
    field.dispatchEvent(new Event("input", { bubbles: true }));
    field.dispatchEvent(new Event("change", { bubbles: true }));
  };

  /** Paste again, as the rich text editor expects it; marked, so that it is not asked about twice. */
  const insertRich = (target, text, html) => {
    const data = new DataTransfer();
    data.setData("text/plain", text);
    if (html) data.setData("text/html", html);
    const event = new ClipboardEvent("paste", {
      clipboardData: data,
      bubbles: true,
      cancelable: true,
    });
    event.portalConverted = true;
    target.dispatchEvent(event);
  };

  const handle = async (target, text, html) => {
    const page = html ? new DOMParser().parseFromString(html, "text/html") : null;
    const nodes = page ? textNodes(page.body) : [];
    const lines = text.split("\n");
    let answer = { encoding: null };
    try {
      answer = await ask([...lines, ...nodes.map((node) => node.data)]);
    } catch {
      // Without an answer the text goes in as it was.
    }
    const question = script.dataset.question.replace("%s", answer.encoding);
    if (answer.encoding && window.confirm(question)) {
      text = answer.texts.slice(0, lines.length).join("\n");
      nodes.forEach((node, index) => {
        node.data = answer.texts[lines.length + index];
      });
      html = page ? page.documentElement.outerHTML : "";
    }
    if ("setRangeText" in target) insertPlain(target, text);
    else insertRich(target, text, html);
  };

  document.addEventListener(
    "paste",
    (event) => {
      const text = event.clipboardData?.getData("text/plain") ?? "";
      if (event.portalConverted || !mayBeOld(text)) return;
      const target = event.target;
      const takesText =
        (target.matches?.("input, textarea") && !target.readOnly) || target.isContentEditable;
      if (!takesText) return;
      event.preventDefault();
      event.stopImmediatePropagation();
      handle(target, text, event.clipboardData.getData("text/html"));
    },
    true,
  );
})();
