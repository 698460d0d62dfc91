// The sender's code: copied on the page that gives it, and read from a scanned address.

import "./floor.js";

const box = document.querySelector("[data-code]");
if (box) {
  const input = box.querySelector("input");
  const status = document.querySelector("[data-code-status]");
  input.addEventListener("focus", () => input.select());
  box.querySelector("[data-copy-code]").addEventListener("click", async () => {
    try {
      await navigator.clipboard.writeText(input.value);
      status.textContent = "Đã sao chép mã. Hãy dán vào nơi bạn giữ ghi chú.";
    } catch {
      // Many in-app browsers do not allow it.
      input.focus();
      input.select();
      status.textContent = "Trình duyệt không cho sao chép tự động. Hãy chạm giữ vào mã để sao chép.";
    }
  });
}

const form = document.querySelector("[data-track]");
const code = decodeURIComponent(location.hash.slice(1));
if (form && code) {
  // Out of the address at once, so that it is neither in the history nor in what is shared.
  history.replaceState(null, "", location.pathname);
  form.elements.code.value = code;
  form.requestSubmit();
}
