// Dragging cards by mouse and touch: a short press picks one up under a finger, so that the board can still be scrolled.
import Sortable from "sortablejs";

export function drag(board) {
  const still = matchMedia("(prefers-reduced-motion: reduce)").matches;
  const made = new Map();
  const enliven = () => {
    for (const list of board.querySelectorAll(".board-cards")) if (!made.has(list)) made.set(list, take(list));
  };
  const take = (list) =>
    Sortable.create(list, {
      group: `lane-${list.dataset.lane ?? ""}`,
      draggable: ".board-card",
      filter: "[data-fixed]",
      delay: 180,
      delayOnTouchOnly: true,
      touchStartThreshold: 6,
      forceFallback: true,
      fallbackOnBody: true,
      fallbackTolerance: 4,
      animation: still ? 0 : 160,
      ghostClass: "board-ghost",
      fallbackClass: "board-drag",
      scroll: true,
      bubbleScroll: true,
      scrollSensitivity: 60,
      onStart: ({ item }) => (item.dataset.before = item.nextElementSibling?.id ?? ""),
      onMove: ({ to }) => aim(board, to),
      onEnd: ({ item, from, to, oldIndex, newIndex }) => {
        aim(board, null);
        const before = document.getElementById(item.dataset.before);
        delete item.dataset.before;
        if (from !== to || oldIndex !== newIndex) board.send(item, from, before);
      },
    });
  enliven();
  const watch = new MutationObserver(enliven);
  watch.observe(board, { childList: true });
  // A link under the card must not be dragged instead of it.
  board.addEventListener("dragstart", refuse);
  return {
    destroy() {
      watch.disconnect();
      board.removeEventListener("dragstart", refuse);
      for (const each of made.values()) each.destroy();
    },
  };
}

function refuse(event) {
  event.preventDefault();
}

function aim(board, list) {
  for (const each of board.querySelectorAll("[data-aimed]")) delete each.dataset.aimed;
  if (list) list.dataset.aimed = "";
}
