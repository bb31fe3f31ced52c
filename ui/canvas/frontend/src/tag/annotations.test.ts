import { afterEach, expect, it, vi } from "vitest";
import type { AnnotationFeature } from "../core/api";
import { Annotations } from "./annotations";
import { type Body } from "./body";
import { Outbox } from "./outbox";

const feature = (rev: number, note: string): AnnotationFeature => ({
  type: "Feature",
  geometry: null,
  properties: {
    uid: "a", scene: "s", kind: "tile", class: "uav", state: "tagged", tile: "WebMercatorQuad/1/0/0",
    attributes: {}, author: "Ana", confidence: null, note, rev, created: "",
  },
});
const json = (value: unknown): Response => Response.json(value);
const watcher = { changed: () => undefined, saved: () => undefined, message: () => undefined, conflict: () => undefined };

afterEach(() => vi.unstubAllGlobals());

it("an answer that was under way while something newer was saved changes nothing", async () => {
  let answer: (response: Response) => void = () => undefined;
  vi.stubGlobal("fetch", (_url: string, init?: RequestInit) => {
    if (init?.method === "PUT") return Promise.resolve(json({ rev: 7 }));
    return new Promise<Response>((resolve) => (answer = resolve));
  });
  const box = new Outbox("", null);
  const notes = new Annotations("", "s", box, watcher);
  const loading = notes.load();
  notes.take([{ uid: "a", after: { kind: "tile", note: "new" } as Body }]);
  await vi.waitFor(() => expect(box.revOf("a")).toBe(7));
  answer(json({ rev: 5, annotations: [feature(5, "old")], retracted: [] }));
  await loading;
  expect(notes.items.get("a")?.note).toBe("new");

  const again = notes.load();
  answer(json({ rev: 6, annotations: [], retracted: ["a"] }));
  await again;
  expect(notes.items.has("a")).toBe(true);
  const later = notes.load();
  answer(json({ rev: 9, annotations: [feature(9, "newest")], retracted: [] }));
  await later;
  expect(notes.items.get("a")?.note).toBe("newest");
});
