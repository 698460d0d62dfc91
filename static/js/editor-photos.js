/* Many photos at once into a gallery block: each file is sent to Wagtail's upload, and what comes
   back fills an empty row of the list or a new one. */
(() => {
  "use strict";

  const { StructBlockDefinition } = window.wagtailStreamField.blocks;
  const config = JSON.parse(document.getElementById("wagtail-config").textContent);

  class Refused extends Error {}

  const readJson = async (response) => {
    if (!response.ok) throw new Refused(`HTTP ${response.status}`);
    return response.json();
  };

  /** Store one file as an image; resolves to what the image chooser takes as chosen. */
  const upload = async (file, texts) => {
    const body = new FormData();
    body.append("files[]", file);
    body.append("title", file.name.replace(/\.[^.]+$/, ""));
    const headers = {
      "X-Requested-With": "XMLHttpRequest",
      [config.CSRF_HEADER_NAME]: config.CSRF_TOKEN,
    };
    const added = await readJson(await fetch(texts.addUrl, { method: "POST", headers, body }));
    if (!added.success || !added.image_id) throw new Refused(added.error_message ?? "");
    const chosenUrl = texts.chosenUrl.replace(/0\/$/, `${added.image_id}/`);
    return (await readJson(await fetch(chosenUrl, { headers }))).result;
  };

  const place = (list, image) => {
    const empty = list.children.find((child) => !child.block.childBlocks.image.getState());
    if (empty) empty.block.childBlocks.image.setState(image);
    else list.insert({ image, caption: "", credit: "" }, list.children.length, {});
  };

  const uploadAll = async (files, list, texts, say) => {
    const failures = [];
    let number = 0;
    for (const file of files) {
      number += 1;
      say(texts.progress.replace("%s", `${number}/${files.length}`));
      try {
        // One after the other: a phone's line carries no more, and the order stays.
        place(list, await upload(file, texts));
      } catch (error) {
        failures.push(`${file.name}: ${error instanceof Refused ? error.message : ""}`);
      }
    }
    const done = texts.done.replace("%s", String(files.length - failures.length));
    say(failures.length ? [done, texts.failed, ...failures].join("\n") : done);
  };

  class GalleryDefinition extends StructBlockDefinition {
    render(placeholder, prefix, initialState, initialError) {
      const block = super.render(placeholder, prefix, initialState, initialError);
      const texts = this.meta.photos;
      const list = block.childBlocks.images;

      const input = document.createElement("input");
      input.type = "file";
      input.multiple = true;
      input.accept = texts.accept;
      input.hidden = true;
      const button = document.createElement("button");
      button.type = "button";
      button.className = "button button-secondary portal-photos__button";
      button.textContent = texts.label;
      const status = document.createElement("p");
      status.className = "portal-photos__status";
      status.setAttribute("role", "status");
      list.container[0].before(button, input, status);

      button.addEventListener("click", () => input.click());
      input.addEventListener("change", async (event) => {
        // The choice of files is no part of the page's form.
        event.stopPropagation();
        const files = [...input.files];
        input.value = "";
        button.disabled = true;
        await uploadAll(files, list, texts, (text) => {
          status.textContent = text;
        });
        button.disabled = false;
      });
      return block;
    }
  }

  window.telepath.register("portal.blocks.Gallery", GalleryDefinition);
})();
