// data-copy="text" puts the text on the clipboard; an empty one takes the text of the element named by data-copy-from.
import { toast } from "./toast.js";
import { t } from "./t.js";

document.addEventListener("click", async (event) => {
  const button = event.target.closest?.("[data-copy]");
  if (!button) return;
  const text = button.dataset.copy || document.querySelector(button.dataset.copyFrom)?.textContent.trim() || "";
  try {
    await navigator.clipboard.writeText(text);
    toast(t("Copied"));
  } catch {
    toast(t("Copying was blocked. Select the text and copy it yourself."), { tone: "bad" });
  }
});
