// A number that is dialled from a client's page opens the form to log the call beside it: the link stays a tel: link.
document.addEventListener("click", (event) => {
  const link = event.target.closest?.("a[href^='tel:']");
  const log = link && document.getElementById("action-call-log");
  if (!log) return;
  log.dataset.hxVals = JSON.stringify({ number: decodeURIComponent(link.getAttribute("href").slice(4)) });
  log.click();
  delete log.dataset.hxVals;
});
