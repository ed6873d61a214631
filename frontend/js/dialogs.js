// A <dialog> that lands in #dialogs opens over the page; when it closes it is gone and the focus is back where it was.
import { t } from "./t.js";
class Dialogs extends HTMLElement {
  connectedCallback() {
    this.watcher = new MutationObserver(() => this.open());
    this.watcher.observe(this, { childList: true });
    this.open();
  }

  disconnectedCallback() {
    this.watcher.disconnect();
  }

  open() {
    for (const dialog of this.querySelectorAll(":scope > dialog:not([open])")) {
      const before = document.activeElement;
      dialog.addEventListener("close", () => {
        dialog.remove();
        if (before?.isConnected && document.activeElement === document.body) before.focus();
      });
      dialog.showModal();
      (dialog.querySelector("[autofocus]") ?? dialog.querySelector(".dialog-body :is(input:not([type='hidden']), select, textarea, button:not([tabindex='-1']), a[href])"))?.focus();
    }
  }
}
customElements.define("at-dialogs", Dialogs);

document.addEventListener("click", (event) => {
  const dialog = event.target.closest?.("dialog");
  if (dialog && (event.target.closest("[data-close]") || (event.target === dialog && !dialog.querySelector("[data-guard][data-dirty]")))) dialog.close();
  const opener = event.target.closest?.("[data-opens]");
  if (opener) document.getElementById(opener.dataset.opens)?.showModal();
});

// A form in a dialog is done when its answer carries HX-Trigger: dialog:close
document.addEventListener("dialog:close", () => {
  for (const dialog of document.querySelectorAll("at-dialogs > dialog[open]")) dialog.close();
});

// data-hx-confirm asks in our own dialog, with the button named after the deed.
document.addEventListener("htmx:confirm", (event) => {
  event.preventDefault();
  const { ctx, issueRequest, dropRequest } = event.detail;
  const [question, deed = t("Continue")] = ctx.confirm.split("|");
  const dialog = document.createElement("dialog");
  dialog.className = "dialog";
  dialog.setAttribute("role", "alertdialog");
  dialog.setAttribute("aria-label", question);
  const button = (text, value, css) => Object.assign(document.createElement("button"), { type: "submit", textContent: text, value, className: `btn ${css}` });
  const form = Object.assign(document.createElement("form"), { method: "dialog" });
  const body = Object.assign(document.createElement("div"), { className: "dialog-body" });
  body.append(Object.assign(document.createElement("p"), { textContent: question }));
  const foot = Object.assign(document.createElement("div"), { className: "dialog-foot" });
  const cancel = button(t("Cancel"), "", "btn-quiet");
  cancel.autofocus = true;
  foot.append(cancel, button(deed.trim(), "yes", "btn-primary"));
  form.append(body, foot);
  dialog.append(form);
  dialog.addEventListener("close", () => (dialog.returnValue === "yes" ? issueRequest() : dropRequest()));
  document.getElementById("dialogs").append(dialog);
});

// What was asked for waits for an answer: until then the form shows what stands.
document.addEventListener("change:asked", ({ target }) => target.closest?.("form:not(.detail-form)")?.reset());
