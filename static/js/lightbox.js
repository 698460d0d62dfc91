// Opens the photos of a list over the whole screen. PhotoSwipe is fetched with the first photo.

for (const gallery of document.querySelectorAll("[data-gallery]:not([data-on])")) {
  gallery.dataset.on = "";
  gallery.addEventListener("click", (event) => {
    const link = event.target.closest("a[data-width]");
    // A reader who asks for a new tab gets one.
    if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    open(gallery, link);
  });
}

let styled;
function style(href) {
  styled = styled || new Promise((resolve, reject) => {
    const sheet = Object.assign(document.createElement("link"), { rel: "stylesheet", href });
    sheet.addEventListener("load", resolve);
    sheet.addEventListener("error", reject);
    document.head.append(sheet);
  });
  return styled;
}

// The address of a link is one of several sizes: the widest says how far a photo may be enlarged.
function photo(link) {
  const { width, height, srcset } = link.dataset;
  const widths = [...srcset.matchAll(/ (\d+)w/g)].map((found) => Number(found[1]));
  const widest = Math.max(Number(width), ...widths);
  const image = link.querySelector("img");
  return {
    element: link,
    src: link.href,
    srcset,
    width: widest,
    height: Math.round((widest * Number(height)) / Number(width)),
    msrc: image.currentSrc,
    alt: image.alt,
  };
}

async function open(gallery, link) {
  const links = [...gallery.querySelectorAll("a[data-width]")];
  try {
    const [{ default: PhotoSwipe }] = await Promise.all([
      import(gallery.dataset.photoswipe),
      style(gallery.dataset.photoswipeCss),
    ]);
    const calm = matchMedia("(prefers-reduced-motion: reduce)").matches;
    const box = new PhotoSwipe({
      dataSource: links.map(photo),
      index: links.indexOf(link),
      showHideAnimationType: calm ? "none" : "fade",
      showAnimationDuration: 180,
      hideAnimationDuration: 180,
      bgOpacity: 0.92,
      closeTitle: "Đóng",
      zoomTitle: "Phóng to, thu nhỏ",
      arrowPrevTitle: "Ảnh liền trước",
      arrowNextTitle: "Ảnh kế tiếp",
      errorMsg: "Chưa tải được ảnh.",
      indexIndicatorSep: " / ",
    });
    box.on("uiRegister", () => box.ui.registerElement({
      name: "caption",
      order: 9,
      appendTo: "root",
      onInit(element) {
        element.setAttribute("aria-live", "polite");
        box.on("change", () => {
          element.textContent = box.currSlide.data.alt;
        });
      },
    }));
    box.on("initialLayout", () => box.element.setAttribute("aria-label", "Xem ảnh"));
    box.init();
  } catch {
    location.assign(link.href);
  }
}
