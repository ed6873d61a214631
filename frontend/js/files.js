// The files of a client: dropped, pasted or chosen, they go in parts with their progress, and one that broke off
// goes on where it was when it is chosen again. Rows are dragged into folders, and open in a new window.
import { ask, csrfToken, enliven, load } from "./request.js";
import { t } from "./t.js";

const AT_ONCE = 2;
const RETRIES = 4;
const CANCELLED = t("Cancelled. Nothing was saved.");
const size = (bytes) => `${(bytes / 1024 ** 2).toLocaleString(document.documentElement.lang, { maximumFractionDigits: 1 })} MB`;
const wait = (ms, signal) =>
  new Promise((done) => {
    const timer = setTimeout(done, ms);
    signal.addEventListener("abort", () => done(clearTimeout(timer)), { once: true });
  });

class Stopped extends Error {}
class Refused extends Error {}

// One request with progress, which fetch does not tell.
function send(url, fields, signal, progress) {
  return new Promise((done, fail) => {
    if (signal.aborted) return fail(new Stopped());
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
      const words = request.response?.detail ?? t("The file was not accepted.");
      return fail(request.status < 500 && request.status !== 429 ? new Refused(words) : new Error(words));
    });
    request.addEventListener("error", () => fail(new Error(t("The connection broke off."))));
    request.addEventListener("abort", () => fail(new Stopped()));
    signal.addEventListener("abort", () => request.abort(), { once: true });
    return request.send(form);
  });
}

// The same file for the same folder is the same upload, so that it can go on.
async function key(file, place) {
  const words = new TextEncoder().encode(`${file.name}|${file.size}|${file.lastModified}|${place}`);
  const hash = await crypto.subtle?.digest("SHA-256", words);
  if (!hash) return `${file.size}-${file.lastModified}-${place}`.slice(-100);
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
    for (const job of this.waiting) job.line.querySelector("button").onclick = () => this.cancel(job);
    this.list.hidden = false;
    this.next();
  }

  // One that waits goes at once; one on its way ends where it is.
  cancel(job) {
    job.stop.abort();
    if (!this.waiting.includes(job)) return;
    this.waiting.splice(this.waiting.indexOf(job), 1);
    this.end(job, CANCELLED, "bad");
    this.next();
  }

  end({ line }, words, tone) {
    line.querySelector("span").textContent = words;
    line.dataset.tone = tone;
    const button = line.querySelector("button");
    const held = button === document.activeElement;
    button.remove();
    if (held) (this.list.querySelector(".upload-line button") ?? this.list.querySelector("[data-uploads-close]")).focus();
  }

  line(file) {
    const line = document.createElement("li");
    line.className = "upload-line";
    const name = Object.assign(document.createElement("b"), { textContent: file.name, dir: "auto" });
    const stop = Object.assign(document.createElement("button"), { className: "btn btn-xs", type: "button", textContent: t("Cancel") });
    stop.setAttribute("aria-label", t("Cancel {name}", { name: file.name }));
    const bar = Object.assign(document.createElement("progress"), { max: 100, value: 0 });
    bar.setAttribute("aria-label", file.name);
    line.append(name, stop, bar, Object.assign(document.createElement("span"), { textContent: t("Waiting") }));
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
    if (title) title.textContent = this.going ? t("Uploading {count}", { count: this.going + this.waiting.length }) : t("Uploaded");
  }

  async go(job) {
    const { file, folder, line, stop } = job;
    const say = (text, tone = "") => Object.assign(line.querySelector("span"), { textContent: text }) && (line.dataset.tone = tone);
    const bar = line.querySelector("progress");
    let state;
    try {
      if (stop.signal.aborted) throw new Stopped();
      say(t("Starting"));
      const told = { name: file.name, size: file.size, key: await key(file, folder || this.dataset.uploads), folder };
      state = await this.insist(() => send(this.dataset.uploads, told, stop.signal), say, stop.signal);
      while (!state.file) {
        const from = state.parts * state.part;
        const part = file.slice(from, from + state.part);
        const progress = (sent) => {
          bar.value = Math.min(100, ((from + sent) / file.size) * 100);
          say(t("{sent} of {size}", { sent: size(Math.min(from + sent, file.size)), size: size(file.size) }));
        };
        state = await this.insist(() => send(`${state.url}${state.parts}/`, { part }, stop.signal, progress), say, stop.signal);
      }
      bar.value = 100;
      this.added = true;
      this.end(job, t("Added"), "good");
    } catch (error) {
      if (error instanceof Stopped) return this.end(job, ...(await this.forget(state)));
      const mend = error instanceof Refused ? "" : ` ${t("Choose the file again to go on.")}`;
      this.end(job, error.message + mend, "bad");
    }
    return undefined;
  }

  // What came of a cancelled file is taken back, unless it was whole already.
  async forget(state) {
    const gone = state?.url ? await send(state.url, { stop: "1" }, new AbortController().signal).catch(() => null) : null;
    if (!gone?.file) return [CANCELLED, "bad"];
    this.added = true;
    return [t("It was there already: added."), "good"];
  }

  // A broken connection is tried again after a while; a refusal is not.
  async insist(once, say, signal) {
    for (let turn = 0; ; turn += 1) {
      try {
        return await once();
      } catch (error) {
        if (error instanceof Stopped || error instanceof Refused || turn >= RETRIES) throw error;
        say(t("{fault} Trying again.", { fault: error.message }));
        await wait(1000 * 2 ** turn, signal);
      }
    }
  }

  // The list that shows them is drawn anew; the client's own by whoever knows what it shows.
  async again() {
    this.added = false;
    const { after, again } = this.dataset;
    if (!again) return document.dispatchEvent(new CustomEvent("files:again"));
    const fresh = (await ask(after, this.life.signal))?.querySelector(again);
    this.querySelector(again)?.replaceWith(...(fresh ? [fresh] : []));
    return fresh && enliven(fresh);
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
