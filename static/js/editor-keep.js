/* Nothing that was typed is lost when it cannot be saved. A session that has ended is noticed before
   the form is sent to the sign-in page, and again when the writer comes back; meanwhile, and when the
   line or the server fails, the form is kept in this browser for its writer, who is offered it when
   the page is opened next. What is saved is forgotten here. */
(() => {
  "use strict";

  const KEPT_FOR = 7 * 24 * 60 * 60 * 1000;
  const PATIENCE = 20_000;
  const PREFIX = "editor-kept:";
  // Of the page as it was then: the form that is sent in the end has its own.
  const NOT_KEPT = ["csrfmiddlewaretoken", "next", "overwrite_revision_id", "loaded_revision_id",
    "loaded_revision_created_at"];
  const SIGN_IN_AGAIN = "Phiên đăng nhập đã hết nên chưa lưu được. Nội dung vẫn ở trang này và được giữ trên máy. ";
  const OTHER_USER = "Trình duyệt đang đăng nhập bằng tài khoản khác nên chưa lưu được. Hãy đăng nhập lại bằng tài khoản của bạn. ";
  const NO_ANSWER = "Máy chủ chưa trả lời nên chưa lưu được. Nội dung vẫn ở trang này và được giữ trên máy. Hãy thử lại. ";
  const { sessionUrl, signInUrl } = document.currentScript.dataset;
  const here = `${Date.now()}-${Math.random().toString(36).slice(2)}`;

  /** `{user, token}` of whoever is signed in now; null after the session; undefined without a line. */
  const session = async () => {
    const headers = { "X-Requested-With": "XMLHttpRequest" };
    try {
      const answer = await fetch(sessionUrl, { headers, cache: "no-store" });
      if (answer.status >= 500) return undefined;
      return answer.ok && !answer.redirected ? await answer.json() : null;
    } catch {
      return undefined;
    }
  };

  const storage = {
    put(key, record) {
      try {
        localStorage.setItem(PREFIX + key, JSON.stringify(record));
      } catch {
        // No storage, or a full one: the text is on the page only.
      }
    },
    drop(key) {
      try {
        localStorage.removeItem(PREFIX + key);
      } catch {
        // Nothing could be kept.
      }
    },
    /** What is kept for this person and page, oldest first. */
    of(user, path) {
      const found = [];
      try {
        for (const name of Object.keys(localStorage).filter((each) => each.startsWith(PREFIX))) {
          const record = JSON.parse(localStorage.getItem(name));
          if (Date.now() - record.at > KEPT_FOR) localStorage.removeItem(name);
          else if (record.user === user && record.path === path) {
            found.push({ ...record, key: name.slice(PREFIX.length) });
          }
        }
      } catch {
        // As above.
      }
      return found.sort((one, other) => one.at - other.at);
    },
  };

  const content = (data) => [...data].filter(
    ([name, value]) => typeof value === "string" && !NOT_KEPT.includes(name),
  );

  const field = (name, value) => {
    const made = document.createElement("input");
    Object.assign(made, { type: "hidden", name, value });
    return made;
  };

  class Keeper {
    constructor(form) {
      this.form = form;
      this.box = document.createElement("div");
      this.box.setAttribute("role", "status");
      form.before(this.box);
      document.addEventListener("w-autosave:save", (event) => this.saving(event));
      document.addEventListener("w-autosave:error", () => this.failed());
      document.addEventListener("w-autosave:success", () => this.saved());
      // Wagtail stops to save once another window has saved; what is typed on is kept here.
      document.addEventListener("w-unsaved:add", () => this.unsaved && this.keep());
      document.addEventListener("submit", (event) => this.submitting(event), true);
      addEventListener("online", () => this.again());
      addEventListener("focus", () => this.again());
      session().then((now) => {
        this.writer = now?.user;
        if (now) this.offer();
      });
    }

    get path() {
      return new URL(this.form.action).pathname;
    }

    keep() {
      // What is stopped by the form's own leaving is no failure.
      if (!this.writer || this.leaving) return;
      const fields = content(new FormData(this.form));
      storage.put(here, { user: this.writer, path: this.path, at: Date.now(), fields });
    }

    /** A form that is sent while Wagtail saves it would make a new page twice. */
    saving(event) {
      if (this.checking) {
        event.preventDefault();
        return;
      }
      this.sent = content(event.detail.formData);
      this.underWay = new Promise((done) => {
        this.arrived = done;
      });
    }

    saved() {
      this.arrived?.();
      this.unsaved = false;
      storage.drop(here);
      this.message?.remove();
      // Wagtail takes what stands there now for what it sent; what was typed while that was on its
      // way would be neither saved nor warned about.
      const now = content(new FormData(this.form));
      if (this.sent && JSON.stringify(now) !== JSON.stringify(this.sent)) this.save();
    }

    save() {
      const detail = { type: "edits" };
      this.form.dispatchEvent(new CustomEvent("w-unsaved:add", { bubbles: true, detail }));
    }

    // --- what could not be saved ---

    async failed() {
      this.arrived?.();
      if (this.leaving) return;
      this.unsaved = true;
      this.keep();
      await this.canSave();
    }

    /** Whether the writer is still signed in; if not, what to do is said. */
    async canSave() {
      const now = await session();
      if (now && (!this.writer || now.user === this.writer)) {
        this.refresh(now.token);
        return true;
      }
      if (now === undefined) this.say(NO_ANSWER);
      else this.say(now ? OTHER_USER : SIGN_IN_AGAIN, this.signInLink());
      return false;
    }

    /** Signing in again gives a new token; those of this page are not taken any more. */
    refresh(token) {
      window.wagtailConfig.CSRF_TOKEN = token;
      for (const each of document.querySelectorAll("[name=csrfmiddlewaretoken]")) each.value = token;
      if (!this.stale) return;
      this.stale = false;
      this.message?.remove();
    }

    /** Back at this page, perhaps from signing in. */
    async again() {
      if (this.unsaved && (await this.canSave())) this.save();
    }

    async submitting(event) {
      if (event.target !== this.form || this.checked || event.defaultPrevented) return;
      event.preventDefault();
      event.stopImmediatePropagation();
      if (this.checking) return;
      const { submitter } = event;
      // A button that shows that it works is disabled by now, and would not be sent.
      if (submitter?.name) this.form.append(field(submitter.name, submitter.value));
      this.checking = true;
      await Promise.race([this.underWay, new Promise((done) => setTimeout(done, PATIENCE))]);
      const can = await this.canSave();
      this.checking = false;
      if (can) {
        storage.drop(here);
        this.checked = true;
        this.form.requestSubmit();
        this.checked = false;
        this.leaving = true;
        setTimeout(() => {
          this.leaving = false;
        }, PATIENCE);
        return;
      }
      if (submitter?.name) this.form.lastElementChild.remove();
      this.unsaved = true;
      this.keep();
    }

    // --- what is said ---

    signInLink() {
      const link = document.createElement("a");
      Object.assign(link, { href: signInUrl, target: "_blank", rel: "noopener" });
      link.textContent = "Đăng nhập lại ở thẻ mới";
      return link;
    }

    say(sentence, ...rest) {
      this.stale = true;
      this.message?.remove();
      this.message = document.createElement("p");
      this.message.className = "portal-kept";
      this.box.append(this.message);
      // After it stands in the page, so that a screen reader says it.
      this.message.append(sentence, ...rest);
    }

    // --- what an earlier visit left ---

    offer() {
      for (const record of storage.of(this.writer, this.path)) {
        const line = document.createElement("p");
        const when = new Date(record.at).toLocaleString("vi-VN", {
          hour: "2-digit", minute: "2-digit", day: "2-digit", month: "2-digit", year: "numeric",
        });
        const button = (label, action) => {
          const made = document.createElement("button");
          Object.assign(made, { type: "button", className: "button button-small button-secondary" });
          made.textContent = label;
          made.addEventListener("click", action);
          return made;
        };
        line.className = "portal-kept";
        line.append(
          `Nội dung bạn viết lúc ${when} chưa lưu được, vẫn còn trên máy này. `,
          button("Lưu thành bản nháp", () => this.send(record)), " ",
          button("Bỏ", () => {
            storage.drop(record.key);
            line.remove();
          }),
        );
        this.box.append(line);
      }
    }

    /** As the writer would have sent it; what is wrong with it the page then says. */
    async send({ key, path, fields }) {
      if (!(await this.canSave())) return;
      const form = document.createElement("form");
      Object.assign(form, { method: "post", action: path, hidden: true });
      form.append(field("csrfmiddlewaretoken", window.wagtailConfig.CSRF_TOKEN));
      for (const [name, value] of fields) form.append(field(name, value));
      document.body.append(form);
      storage.drop(key);
      form.submit();
    }
  }

  document.addEventListener("DOMContentLoaded", () => {
    const form = document.querySelector("form[data-edit-form]");
    if (form) new Keeper(form);
  });
})();
