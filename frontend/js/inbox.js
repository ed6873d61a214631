// After a reply in place the list of the inbox is read anew: the conversation does not wait any more.
import { load } from "./request.js";

document.addEventListener("inbox:again", () => document.getElementById("inbox") && load(location.pathname.replace(/inbox\/.*/, "inbox/") + location.search.replace(/&?reply/, ""), "#inbox", "outerMorph"));
