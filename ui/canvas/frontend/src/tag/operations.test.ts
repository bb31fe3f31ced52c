import { expect, it } from "vitest";
import { nextScene } from "./operations";

const at = (uid: string, t_begin: string | null, has_picture = true) => ({ uid, id: uid, t_begin, has_picture });

it("the next date is the first later one that has a picture", () => {
  const scenes = [
    at("c", "2024-07-01T00:00:00Z"),
    at("here", "2024-06-11T00:00:00Z"),
    at("outline", "2024-06-12T00:00:00Z", false),
    at("b", "2024-06-25T00:00:00+02:00"),
    at("undated", null),
  ];
  expect(nextScene(scenes, at("here", "2024-06-11T00:00:00Z"))?.uid).toBe("b");
  expect(nextScene(scenes, at("c", "2024-07-01T00:00:00Z"))).toBeNull();
  expect(nextScene(scenes, at("x", null))).toBeNull();
});
