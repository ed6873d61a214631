// The files of a client: dropped, pasted or chosen, they go in parts with their progress, and one that broke off
// goes on where it was when it is chosen again. Rows are dragged into folders, and open in a new window.
import { csrfToken, load } from "./request.js";

const AT_ONCE = 2;
const RETRIES = 4;
const size = (bytes) => `${(bytes / 1024 ** 2).toLocaleString(document.documentElement.lang, { maximumFractionDigits: 1 })} MB`;
const wait = (ms) => new Promise((done) => setTimeout(done, ms));

class Stopped extends Error {}
class Refused extends Error {}

// One request with progress, which fetch does not tell.
function send(url, fields, signal, progress) {
  return new Promise((done, fail) => {
    const request = new XMLHttpRequest();
    const form = new FormData();
    for (const [name, value] of Object.entries(fields)) form.append(name, value);
    request.open("POST", url);
    request.setRequestHeader("X-CSRFToken", csrfToken());
    request.setRequestHeader("Accept", "application/json");
    request.responseType = "json";
    if (progress) request.upload.addEventListener("progress", ({ loaded }) => progress(loaded));
    request.addEventListener("load", () => {
      if (request.status < 300) return done(request.response);
      const words = request.response?.detail ?? "The file was not accepted.";
      return fail(request.status < 500 && request.status !== 429 ? new Refused(words) : new Error(words));
    });
    request.addEventListener("error", () => fail(new Error("The connection broke off.")));
    request.addEventListener("abort", () => fail(new Stopped()));
    signal.addEventListener("abort", () => request.abort(), { once: true });
    request.send(form);
  });
}

// The same file for the same folder is the same upload, so that it can go on.
async function key(file, folder) {
  const words = new TextEncoder().encode(`${file.name}|${file.size}|${file.lastModified}|${folder}`);
  const hash = await crypto.subtle?.digest("SHA-256", words);
  if (!hash) return `${file.size}-${file.lastModified}-${folder}`.slice(0, 100);
  return [...new Uint8Array(hash)].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}

class Files extends HTMLElement {
  connectedCallback() {
    const { signal } = (this.life = new AbortController());
    this.going = 0;
    this.waiting = [];
    this.added = false;
    this.list = this.querySelector("[data-uploads-list]");
    for (const event of ["dragover", "dragleave", "drop"]) this.addEventListener(event, (drag) => this.drag(drag), { signal });
    this.addEventListener("dragstart", (drag) => this.pickUp(drag), { signal });
    this.addEventListener("dragend", () => this.letGo(), { signal });
    this.addEventListener("click", (event) => this.click(event), { signal });
    this.addEventListener("change", ({ target }) => target.matches("[data-files-input]") && this.take(target), { signal });
    document.addEventListener("paste", (event) => this.paste(event), { signal });
    addEventListener("beforeunload", (event) => this.going && event.preventDefault(), { signal });
  }

  disconnectedCallback() {
    this.life.abort();
  }

  get takes() {
    return this.hasAttribute("data-takes");
  }

  click(event) {
    const { target } = event;
    if (target.closest("[data-files-choose]")) {
      const input = this.querySelector("[data-files-input]");
      if (!input) return;
      event.preventDefault();
      input.click();
    }
    if (target.closest("[data-uploads-close]")) {
      this.list.hidden = true;
      this.list.querySelector("ul").replaceChildren();
    }
  }

  take(input) {
    this.add([...input.files], this.dataset.folder);
    input.value = "";
  }

  paste(event) {
    const files = [...(event.clipboardData?.files ?? [])];
    if (!this.takes || !files.length || event.target.closest?.("input, textarea, [contenteditable]")) return;
    event.preventDefault();
    this.add(files, this.dataset.folder);
  }

  pickUp(event) {
    const row = event.target.closest?.("[data-drag-file], [data-drag-folder]");
    if (!row) return;
    this.dragged = row;
    row.toggleAttribute("data-dragged", true);
    event.dataTransfer.effectAllowed = "move";
    event.dataTransfer.setData("text/plain", row.querySelector("a")?.textContent ?? "");
  }

  letGo() {
    this.dragged?.removeAttribute("data-dragged");
    this.dragged = null;
    for (const over of this.querySelectorAll("[data-over]")) over.removeAttribute("data-over");
  }

  drag(event) {
    const place = event.target.closest?.("[data-folder-drop]");
    const brings = event.dataTransfer?.types.includes("Files") && !this.dragged;
    if (brings ? !this.takes : !this.dragged || !place || place === this.dragged) return;
    event.preventDefault();
    const over = event.type === "dragover";
    if (place) place.toggleAttribute("data-over", over);
    if (brings) this.toggleAttribute("data-over", over && !place);
    if (event.type !== "drop") return;
    if (brings) this.add([...event.dataTransfer.files], place ? place.dataset.folderDrop : this.dataset.folder);
    else this.put(place.dataset.folderDrop);
    this.letGo();
  }

  put(folder) {
    const form = this.querySelector("#files-drop");
    if (!form) return;
    for (const old of form.querySelectorAll("[data-put]")) old.remove();
    const file = this.dragged.dataset.dragFile;
    const ticked = [...this.querySelectorAll("[name='selected']:checked")].map((box) => box.value);
    const chosen = file ? (ticked.includes(file) ? ticked : [file]) : [];
    const fields = chosen.map((value) => ["selected", value]);
    if (!file) fields.push(["folders", this.dragged.dataset.dragFolder]);
    for (const [name, value] of fields) form.append(Object.assign(document.createElement("input"), { type: "hidden", name, value }));
    for (const input of form.querySelectorAll("[name='selected'], [name='folders']")) input.dataset.put = "";
    form.elements.folder.value = folder;
    form.requestSubmit();
  }

  add(files, folder = "") {
    for (const file of files) this.waiting.push({ file, folder, line: this.line(file), stop: new AbortController() });
    for (const job of this.waiting) job.line.querySelector("button").onclick = () => job.stop.abort();
    this.list.hidden = false;
    this.next();
  }

  line(file) {
    const line = document.createElement("li");
    line.className = "upload-line";
    const name = Object.assign(document.createElement("b"), { textContent: file.name, dir: "auto" });
    const stop = Object.assign(document.createElement("button"), { className: "btn btn-xs", type: "button", textContent: "Cancel" });
    stop.setAttribute("aria-label", `Cancel ${file.name}`);
    const bar = Object.assign(document.createElement("progress"), { max: 100, value: 0 });
    bar.setAttribute("aria-label", file.name);
    line.append(name, stop, bar, Object.assign(document.createElement("span"), { textContent: "Waiting" }));
    this.list.querySelector("ul").append(line);
    return line;
  }

  async next() {
    while (this.going < AT_ONCE && this.waiting.length) {
      this.going += 1;
      this.go(this.waiting.shift()).finally(() => {
        this.going -= 1;
        this.next();
        if (!this.going && this.added) this.again();
      });
    }
    const title = this.list?.querySelector("[data-uploads-title]");
    if (title) title.textContent = this.going ? `Uploading ${this.going + this.waiting.length}` : "Uploaded";
  }

  async go(job) {
    const { file, folder, line, stop } = job;
    const say = (text, tone = "") => Object.assign(line.querySelector("span"), { textContent: text }) && (line.dataset.tone = tone);
    const bar = line.querySelector("progress");
    let state;
    try {
      if (stop.signal.aborted) throw new Stopped();
      say("Starting");
      const told = { name: file.name, size: file.size, key: await key(file, folder), folder };
      state = await this.insist(() => send(this.dataset.uploads, told, stop.signal), say);
      while (!state.file) {
        const from = state.parts * state.part;
        const part = file.slice(from, from + state.part);
        const progress = (sent) => {
          bar.value = Math.min(100, ((from + sent) / file.size) * 100);
          say(`${size(Math.min(from + sent, file.size))} of ${size(file.size)}`);
        };
        state = await this.insist(() => send(`${state.url}${state.parts}/`, { part }, stop.signal, progress), say);
      }
      bar.value = 100;
      say("Added", "good");
      this.added = true;
    } catch (error) {
      const stopped = error instanceof Stopped;
      if (stopped && state?.url) send(state.url, { stop: "1" }, new AbortController().signal).catch(() => {});
      const mend = error instanceof Refused ? "" : " Choose the file again to go on.";
      say(stopped ? "Cancelled. Nothing was saved." : error.message + mend, "bad");
    }
    line.querySelector("button").remove();
  }

  // A broken connection is tried again after a while; a refusal is not.
  async insist(ask, say) {
    for (let turn = 0; ; turn += 1) {
      try {
        return await ask();
      } catch (error) {
        if (error instanceof Stopped || error instanceof Refused || turn >= RETRIES) throw error;
        say(`${error.message} Trying again.`);
        await wait(1000 * 2 ** turn);
      }
    }
  }

  again() {
    this.added = false;
    document.dispatchEvent(new CustomEvent("files:again"));
  }
}
customElements.define("at-files", Files);

document.addEventListener("files:again", () => {
  for (const box of document.querySelectorAll("#files :checked")) if (box.type === "checkbox") box.checked = false;
  if (document.querySelector("[data-file-page]")) location.reload();
  else if (document.querySelector("#client-main")) load(location.href, "#client-main", "outerMorph");
});

// The name opens in a new window by itself; everywhere else in its row a double click does.
document.addEventListener("dblclick", (event) => {
  const row = event.target.closest?.("[data-opens-window]");
  if (!row || event.target.closest("a, button, input")) return;
  getSelection()?.removeAllRanges();
  open(row.dataset.opensWindow, "_blank", "noopener");
});
