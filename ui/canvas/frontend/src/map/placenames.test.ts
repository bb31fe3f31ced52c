import { describe, expect, it, vi } from "vitest";

vi.mock("../core/dom", async () => {
  const node = (): Record<string, unknown> => ({
    hidden: false, said: [] as unknown[],
    addEventListener: () => undefined,
    removeAttribute: () => undefined,
    replaceChildren(...parts: unknown[]) {
      this["said"] = parts;
    },
  });
  return { el: (_: string, __: object, ...text: unknown[]) => ({ ...node(), text }), button: () => node() };
});

import { PlaceNames } from "./placenames";

describe("place names", () => {
  it("are offered while they are absent, and the search is asked again once they are ready", () => {
    vi.useFakeTimers();
    vi.stubGlobal("window", globalThis);
    const ready = vi.fn();
    const names = new PlaceNames("", ready);
    names.show({ state: "absent" });
    expect(names.element.hidden).toBe(false);
    names.show({ state: "compiling", done: 2, total: 8 });
    expect(ready).not.toHaveBeenCalled();
    names.show({ state: "ready" });
    expect(names.element.hidden).toBe(true);
    expect(ready).toHaveBeenCalledOnce();
    names.show({ state: "ready" });
    expect(ready).toHaveBeenCalledOnce();
    names.dispose();
    vi.useRealTimers();
  });
});
