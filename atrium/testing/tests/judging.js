// What test_screens.py asks of a page once axe is in it: `judging.whole()`, `.shownOnlyHere()` and `.contrasts(known)`.
globalThis.judging = (() => {
    const shared = { resultTypes: ["violations"], selectors: false, preload: false };
    const structure = { ...shared, rules: { "color-contrast": { enabled: false } } };
    let seen = new Set();

    const told = found => found.violations.map(each => `${each.id}: ${each.nodes[0].html.slice(0, 200)} (${each.nodes.length})`);
    const shown = () => [...document.body.querySelectorAll("*")].filter(each => each.checkVisibility({ visibilityProperty: true }));

    async function whole() {
        seen = new Set(shown());
        return told(await axe.run(structure));
    }

    // A narrow page has the elements of the wide one: what it alone shows is judged, and what depends on room.
    async function shownOnlyHere() {
        const fresh = shown().filter(each => !seen.has(each));
        const include = fresh.filter(each => !fresh.includes(each.parentElement));
        const found = include.length ? told(await axe.run({ include }, structure)) : [];
        const room = await axe.run({ ...shared, runOnly: ["scrollable-region-focusable"] });
        return [...found, ...told(room)];
    }

    const hasText = element =>
        [...element.childNodes].some(each => each.nodeType === Node.TEXT_NODE && each.data.trim()) || element.matches("input, select, textarea");

    // 53 bits of a text, which are shorter to keep than the text.
    function hash(text) {
        let high = 0xdeadbeef, low = 0x41c6ce57;
        for (const letter of text) {
            const code = letter.codePointAt(0);
            high = Math.imul(high ^ code, 2654435761);
            low = Math.imul(low ^ code, 1597334677);
        }
        return 4294967296 * (2097151 & (high ^ (low >>> 15))) + ((low ^ (high >>> 13)) >>> 0);
    }

    // What decides about the contrast of a text: its colour, size and shadow, and what lies behind it,
    // down to the first ground that lets nothing through.
    function deciding() {
        const veils = new Map(), grounds = new Map();
        const veil = element => {
            if (!element) return "";
            if (!veils.has(element)) {
                const { opacity, filter } = getComputedStyle(element);
                veils.set(element, [opacity === "1" ? "" : opacity, filter === "none" ? "" : filter, veil(element.parentElement)].join(""));
            }
            return veils.get(element);
        };
        const ground = element => {
            if (!element) return "";
            if (!grounds.has(element)) {
                const { backgroundColor: colour, backgroundImage: image, position } = getComputedStyle(element);
                const isThrough = image !== "none" || /^rgba|\/|transparent/.test(colour);
                const isBare = image === "none" && (colour === "rgba(0, 0, 0, 0)" || colour === "transparent");
                // What is taken out of the flow may lie on something that is not around it: only its like is the same.
                const isLaidOver = position === "absolute" || position === "fixed" || position === "sticky";
                const here = [isBare ? "" : colour + image, isLaidOver ? element.getAttribute("class") : ""].join("");
                grounds.set(element, here + (isThrough ? ground(element.parentElement) : ""));
            }
            return grounds.get(element);
        };
        return element => {
            const { color, fontSize, fontWeight, textShadow } = getComputedStyle(element);
            const isOff = element.closest(":disabled, [aria-disabled=true]") || element.closest("label")?.control?.disabled;
            return hash([color, fontSize, fontWeight, textShadow, Boolean(isOff), ground(element), veil(element)].join("|"));
        };
    }

    // One text of each kind that is not known yet, and which kinds axe came to a verdict about.
    async function contrasts(known) {
        const before = new Set(known), fresh = new Map(), kind = deciding();
        for (const each of shown()) {
            if (!hasText(each)) continue;
            const its = kind(each);
            if (!before.has(its) && !fresh.has(its)) fresh.set(its, each);
        }
        if (!fresh.size) return [[], []];
        const found = await axe.run({ include: [...fresh.values()] }, { ...shared, runOnly: ["color-contrast"], resultTypes: ["violations", "passes"], elementRef: true });
        const decided = new Set([...found.passes, ...found.violations].flatMap(each => each.nodes.map(node => node.element)));
        return [told(found), [...fresh].filter(([, element]) => decided.has(element)).map(([its]) => its)];
    }

    return { whole, shownOnlyHere, contrasts };
})();
