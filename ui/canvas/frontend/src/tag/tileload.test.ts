import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { fetchAhead, picture } from "./tileload";

const webp = (): Response => new Response("x", { headers: { "content-type": "image/webp" } });
let asked: string[] = [];

beforeEach(() => {
  asked = [];
  vi.stubGlobal("fetch", (url: string) => {
    asked.push(url);
    return Promise.resolve(url === "/gone" && asked.length === 1 ? new Response("", { status: 500 }) : webp());
  });
});
afterEach(() => vi.unstubAllGlobals());

it("a picture that was fetched ahead is not fetched again, and is taken once", async () => {
  fetchAhead("/a");
  fetchAhead("/a");
  expect(await picture("/a")).toMatch(/^blob:/);
  expect(asked).toEqual(["/a"]);
  await picture("/a");
  expect(asked).toEqual(["/a", "/a"]);
  fetchAhead("/a"); // it was shown: a cache has it
  expect(asked).toHaveLength(2);
});

it("one that failed ahead is asked for again when it is needed", async () => {
  fetchAhead("/gone");
  expect(await picture("/gone")).toMatch(/^blob:/);
  expect(asked).toEqual(["/gone", "/gone"]);
});
