/**
 * Attributes of a class, as the taxonomy writes them: "camouflaged" is a text, "count:number" a
 * number, "state=intact|damaged|destroyed" one of a list. catalogue/taxonomy.py is the source.
 */

export interface Attribute {
  name: string;
  type: "text" | "number" | "enum";
  values: readonly string[];
}

export function attributeOf(text: string): Attribute {
  const [name, list] = text.split("=", 2) as [string, string | undefined];
  if (list !== undefined) return { name, type: "enum", values: list.split("|") };
  return text.endsWith(":number")
    ? { name: text.slice(0, -7), type: "number", values: [] }
    : { name: text, type: "text", values: [] };
}

/** "count=3; roof=tin" as values; numbers become numbers. Null if it cannot be read. */
export function parsePairs(text: string): Record<string, unknown> | null {
  const out: Record<string, unknown> = {};
  for (const part of text.split(";").map((p) => p.trim()).filter(Boolean)) {
    const at = part.indexOf("=");
    const name = part.slice(0, at).trim();
    if (at < 1 || !name) return null;
    const value = part.slice(at + 1).trim();
    out[name] = value !== "" && Number.isFinite(Number(value)) ? Number(value) : value;
  }
  return out;
}

/** The reverse of `parsePairs`. */
export function pairsText(values: Record<string, unknown>): string {
  return Object.entries(values)
    .map(([name, value]) => `${name}=${typeof value === "object" ? JSON.stringify(value) : String(value)}`)
    .join("; ");
}

/** A share from "80", "80 %" or "0.8"; null for nothing, NaN for what is none. */
export function shareOf(text: string): number | null {
  const bare = text.replace("%", "").trim();
  if (!bare) return null;
  const value = Number(bare);
  const share = text.includes("%") || value > 1 ? value / 100 : value;
  return share >= 0 && share <= 1 ? share : NaN;
}
