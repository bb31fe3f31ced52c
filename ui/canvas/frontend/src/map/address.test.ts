import { expect, it } from "vitest";
import { parseAddress, writeAddress, type Address } from "./address";
import { NO_FILTERS } from "./filters";

const STATE: Address = {
  filters: { ...NO_FILTERS, cloud_max: 20 },
  frame: "arctic",
  view: [5.25, -179.5, 81.12345],
  area: [[10, 20], [11.5, 20], [11.5, -21]],
};

it("keeps the state and what others wrote", () => {
  const search = writeAddress("?observation=o1&view=1,2,3", STATE);
  expect(parseAddress(search)).toEqual(STATE);
  expect(new URLSearchParams(search).get("observation")).toBe("o1");
});

it("is empty where nothing is set", () => {
  const none: Address = { filters: NO_FILTERS, frame: "mercator", view: null, area: null };
  expect(writeAddress("?view=1,2,3&area=1,2", none)).toBe("");
  expect(parseAddress("")).toEqual(none);
});

it.each(["view=1,2", "view=1,2,95", "view=a,b,c", "view=1,2,3,4", "area=1,2 3,4", "area=1,2 3,x 5,6", "projection=flat"])(
  "does not take %s for a state",
  (search) => {
    const none: Address = { filters: NO_FILTERS, frame: "mercator", view: null, area: null };
    expect(parseAddress(`?${search}`)).toEqual(none);
  },
);
