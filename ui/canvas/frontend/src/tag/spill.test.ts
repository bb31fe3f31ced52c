import { IDBFactory } from "fake-indexeddb";
import { afterEach, expect, it, vi } from "vitest";
import { type Body } from "./body";
import { Outbox } from "./outbox";
import { Spill } from "./spill";

const full = {
  length: 0,
  key: () => null,
  getItem: () => null,
  removeItem: () => undefined,
  setItem: () => {
    throw new DOMException("full", "QuotaExceededError");
  },
} as unknown as Storage;
const body = { scene: "s", kind: "box", class: "ship", author: "me" } as Body;

afterEach(() => vi.unstubAllGlobals());

it("what localStorage has no room for outlives the page and is sent later", async () => {
  const factory = new IDBFactory();
  vi.stubGlobal("fetch", () => Promise.reject(new TypeError("refused")));
  const first = new Outbox("", full, new Spill(factory));
  first.put("a", "s", body);
  await vi.waitFor(async () => expect((await new Spill(factory).all()).size).toBe(1));

  const sent: string[] = [];
  vi.stubGlobal("fetch", (url: string) => {
    sent.push(url);
    return Promise.resolve(Response.json({ rev: 3 }));
  });
  const later = new Outbox("", full, new Spill(factory));
  await vi.waitFor(() => expect(sent).toContain("/api/annotations/a"));
  await vi.waitFor(async () => expect((await new Spill(factory).all()).size).toBe(0));
  expect(later.waiting).toBe(0);
});

it("without IndexedDB nothing breaks", async () => {
  const spill = new Spill(null);
  expect(await spill.put("a", 1)).toBe(false);
  expect((await spill.all()).size).toBe(0);
});
