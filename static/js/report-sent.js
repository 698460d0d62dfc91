// The report has been sent: the words that the browser kept of its form are not needed any more.

import { forget } from "./report-words.js";

for (const each of document.querySelectorAll("[data-report-sent]")) {
  forget(each.dataset.reportSent);
}
