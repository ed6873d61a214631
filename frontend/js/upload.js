// A file on its way, with its progress: fetch tells none, so this one request is an XMLHttpRequest.
// Without script the form posts by itself. The answer's address becomes the page, or HX-Redirect does.
import { t } from "./t.js";
class Upload extends HTMLElement {
  connectedCallback() {
    const { signal } = (this.life = new AbortController());
    this.form = this.querySelector("form");
    this.zone = this.querySelector(".upload");
    this.file = this.querySelector("[type='file']");
    this.bar = this.querySelector("progress");
    this.state = this.querySelector(".upload-state");
    this.form.addEventListener("submit", (event) => this.send(event), { signal });
    this.querySelector("[data-upload-stop]").addEventListener("click", () => this.request?.abort(), { signal });
    for (const event of ["dragover", "dragleave", "drop"]) this.zone.addEventListener(event, (drag) => this.drag(drag), { signal });
  }

  disconnectedCallback() {
    this.life.abort();
    this.request?.abort();
  }

  drag(event) {
    event.preventDefault();
    this.zone.toggleAttribute("data-over", event.type === "dragover");
    if (event.type === "drop" && event.dataTransfer.files.length) this.file.files = event.dataTransfer.files;
  }

  say(text, tone = "") {
    this.state.textContent = text;
    this.state.dataset.tone = tone;
  }

  working(on) {
    this.bar.hidden = !on;
    this.querySelector("[data-upload-stop]").hidden = !on;
    this.querySelector("[type='submit']").disabled = on;
  }

  send(event) {
    event.preventDefault();
    const request = (this.request = new XMLHttpRequest());
    request.open("POST", this.form.action);
    request.setRequestHeader("Accept", "text/html");
    request.upload.addEventListener("progress", ({ loaded, total }) => this.progress(loaded, total));
    request.addEventListener("load", () => this.done(request));
    request.addEventListener("error", () => this.failed(t("The upload broke off. Check your connection and try again.")));
    request.addEventListener("abort", () => this.failed(t("Stopped. Nothing was saved.")));
    this.bar.value = 0;
    this.say(t("Starting…"));
    this.working(true);
    request.send(new FormData(this.form));
  }

  progress(loaded, total) {
    this.bar.value = total ? Math.round((loaded / total) * 100) : 0;
    this.say(loaded < total ? t("{percent} % sent", { percent: this.bar.value }) : t("Sent. Reading the file…"));
  }

  failed(text) {
    this.working(false);
    this.say(text, "bad");
  }

  done(request) {
    if (request.status >= 400) {
      const page = new DOMParser().parseFromString(request.responseText, "text/html");
      const words = page.querySelector("[data-problem], .field-error, .form-errors")?.textContent.trim();
      return this.failed(words || "The file was not accepted. Try another one.");
    }
    location.assign(request.getResponseHeader("HX-Redirect") ?? request.responseURL);
    return undefined;
  }
}
customElements.define("at-upload", Upload);
