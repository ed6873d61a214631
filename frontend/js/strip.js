// The narrow strip with name, overdue sum and hold: it comes down when the header has left the screen.
class Strip extends HTMLElement {
  connectedCallback() {
    const sheet = this.closest(".sheet");
    const head = sheet?.querySelector(".c360");
    if (!head) return;
    this.watcher = new IntersectionObserver(([entry]) => {
      sheet.toggleAttribute("data-past", !entry.isIntersecting && entry.boundingClientRect.top < 0);
    });
    this.watcher.observe(head);
  }

  disconnectedCallback() {
    this.watcher?.disconnect();
  }
}
customElements.define("at-strip", Strip);
