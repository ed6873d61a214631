// <at-board data-move data-query data-movable>: moving cards by mouse, touch and keyboard comes with its own file when a board is seen.
import { post } from "./request.js";

class BoardView extends HTMLElement {
  async connectedCallback() {
    if (this.life || !("movable" in this.dataset)) return;
    this.life = new AbortController();
    const { Board } = await import("./widgets/board.js");
    if (this.life) this.board = new Board(this, this.life.signal, post);
  }

  disconnectedCallback() {
    this.life?.abort();
    this.life = null;
  }
}
customElements.define("at-board", BoardView);
