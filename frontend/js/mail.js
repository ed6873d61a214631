// <at-mail> around the composer of e-mails: the button names those it goes to.
const first = (text) => (text.includes("<") ? text.slice(0, text.indexOf("<")) : text).replaceAll('"', "").trim() || text.replace(/[<>]/g, "").trim();

class Mail extends HTMLElement {
  connectedCallback() {
    const { signal } = (this.life = new AbortController());
    this.addEventListener("input", (event) => event.target.name === "to" && this.name(event.target.value), { signal });
  }

  disconnectedCallback() {
    this.life.abort();
  }

  name(line) {
    const all = line.split(/[,;]/).map((one) => one.trim()).filter(Boolean);
    const more = all.length > 1 ? ` + ${all.length - 1}` : "";
    const words = all.length ? `Send to ${first(all[0]).split(/\s/)[0].slice(0, 30)}${more}` : "Send";
    this.querySelector("[data-mail-send] span").textContent = words;
  }
}
customElements.define("at-mail", Mail);
