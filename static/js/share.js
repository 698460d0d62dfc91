// "Chia sẻ" and "Sao chép tin nhắn". Where an in-app browser allows neither, the line itself is
// shown and selected, so that a long press copies it.

for (const box of document.querySelectorAll("[data-share-message]:not([data-on])")) serve(box);

function serve(box) {
  const line = box.querySelector("textarea");
  const status = box.querySelector("[role=status]");
  const [share, copy] = box.querySelectorAll("button");
  box.dataset.on = "";

  function showLine() {
    box.dataset.shown = "";
    line.focus();
    line.select();
    status.textContent = "Trình duyệt không cho sao chép tự động. Hãy chạm giữ để sao chép.";
  }

  share.hidden = !navigator.share;
  share.addEventListener("click", async () => {
    try {
      await navigator.share({ title: share.dataset.shareTitle, text: line.value });
    } catch (error) {
      // AbortError: the reader closed the system's own sheet, which needs no message.
      if (error.name !== "AbortError") showLine();
    }
  });
  copy.addEventListener("click", async () => {
    try {
      await navigator.clipboard.writeText(line.value);
      status.textContent = "Đã sao chép tin nhắn.";
    } catch {
      showLine();
    }
  });
}
