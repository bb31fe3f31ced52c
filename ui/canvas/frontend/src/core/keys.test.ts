import { describe, expect, it } from "vitest";
import { chord, classKeys, commandOf, KEYS, shownKey, type Context } from "./keys";

const event = (key: string, held: Partial<Record<"ctrlKey" | "metaKey" | "shiftKey" | "altKey", true>> = {}) => ({
  key,
  ctrlKey: false,
  metaKey: false,
  shiftKey: false,
  altKey: false,
  ...held,
});

describe("the table of keys", () => {
  const contexts = [...new Set(KEYS.map((k) => k.context))];

  it.each(contexts)("has no key twice in context %s", (context) => {
    const keys = KEYS.filter((k) => k.context === context).flatMap((k) => k.keys);
    expect(keys).toEqual([...new Set(keys)]);
  });

  it("leaves the digits 1 to 9 to the classes", () => {
    const all = new Set(KEYS.flatMap((k) => k.keys));
    for (let digit = 1; digit <= 9; digit++) expect(all.has(String(digit))).toBe(false);
  });

  it("has a sentence for every key, and writes keys as events come in", () => {
    for (const { help, keys } of KEYS) {
      expect(help.length).toBeGreaterThan(3);
      for (const name of keys) if (name.length === 1) expect(name).toBe(name.toLowerCase());
    }
  });
});

describe("a pressed key", () => {
  it.each([
    [event("B"), "b"],
    [event("?", { shiftKey: true }), "?"],
    [event(" "), "Space"],
    [event("z", { ctrlKey: true }), "Ctrl+z"],
    [event("Z", { metaKey: true, shiftKey: true }), "Ctrl+Shift+z"],
    [event("ArrowLeft", { shiftKey: true }), "Shift+ArrowLeft"],
    [event("ArrowUp", { altKey: true }), "Alt+ArrowUp"],
    [event("Enter"), "Enter"],
  ])("%o is %s", (pressed, name) => {
    expect(chord(pressed)).toBe(name);
  });

  it("means what the nearest context says", () => {
    const drawing: Context[] = ["draw", "tag", "any"];
    expect(commandOf("Enter", drawing)?.command).toBe("corner");
    expect(commandOf("Enter", ["tag", "any"])?.command).toBe("next-tile");
    expect(commandOf("Escape", ["selected", "tag"])?.command).toBe("deselect");
    expect(commandOf("+", drawing)?.command).toBe("zoom-in");
    expect(commandOf("1", drawing)).toBeNull();
  });
});

describe("keys of classes", () => {
  it("give way to commands and to earlier classes", () => {
    const keys = classKeys([
      { id: "plane", hotkey: "1" },
      { id: "boat", hotkey: "B" },
      { id: "ship", hotkey: "1" },
      { id: "tent", hotkey: "ä" },
      { id: "other", hotkey: "" },
    ]);
    expect([...keys]).toEqual([["1", "plane"], ["ä", "tent"]]);
  });
});

describe("shown keys", () => {
  it.each([
    ["Ctrl+Shift+z", "Ctrl Shift Z"],
    ["ArrowLeft", "←"],
    ["+", "+"],
    ["?", "?"],
  ])("%s is shown as %s", (name, shown) => {
    expect(shownKey(name)).toBe(shown);
  });
});
