// How long an SMS is, by the table of the server (conversations/sms/segments.py, which tells the rules).
export function counted(text, table) {
  const signs = [...text];
  const forcing = [...new Set(signs.filter((sign) => !table.basic.includes(sign) && !table.extension.includes(sign)))];
  const encoding = forcing.length ? "UCS-2" : "GSM-7";
  const size = forcing.length ? (sign) => sign.length : (sign) => (table.extension.includes(sign) ? 2 : 1);
  const [one, each] = table.holds[encoding];
  const units = signs.reduce((sum, sign) => sum + size(sign), 0);
  if (units <= one) return { encoding, units, segments: text ? 1 : 0, left: one - units, forcing };
  let [segments, used] = [1, 0];
  for (const sign of signs) {
    if (used + size(sign) > each) [segments, used] = [segments + 1, 0];
    used += size(sign);
  }
  return { encoding, units, segments, left: each - used, forcing };
}

export const plainer = (text, table) => [...text].map((sign) => table.plainer[sign] ?? sign).join("");
