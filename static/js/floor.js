// What browsers of the floor (Android WebView 80, iOS 14) lack and our scripts use. A script that
// needs one of these imports this file; tests/test_browser_floor.py holds it.

if (!Element.prototype.replaceChildren) {
  Element.prototype.replaceChildren = function replaceChildren(...children) {
    this.textContent = "";
    this.append(...children);
  };
}

if (!HTMLFormElement.prototype.requestSubmit) {
  HTMLFormElement.prototype.requestSubmit = function requestSubmit(submitter) {
    // A press of a button checks the fields and tells the scripts, as this does.
    const button = submitter ?? this.appendChild(document.createElement("button"));
    button.hidden = button.hidden || !submitter;
    button.click();
    if (!submitter) button.remove();
  };
}

/** The answer to `url`, or an AbortError after so many milliseconds: some lines never answer. */
export async function fetchWithin(milliseconds, url, options) {
  const stop = new AbortController();
  const timer = setTimeout(() => stop.abort(), milliseconds);
  try {
    return await fetch(url, { ...options, signal: stop.signal });
  } finally {
    clearTimeout(timer);
  }
}
