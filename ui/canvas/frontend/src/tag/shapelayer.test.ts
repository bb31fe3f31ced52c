import { expect, it, vi } from "vitest";

// The picture of many shapes needs a page; which shape lies where does not.
vi.mock("./settled", async () => {
  const { default: Layer } = await import("ol/layer/Layer");
  return { Settled: class extends Layer { repaint(): void {} } };
});
const { ShapeLayer } = await import("./shapelayer");

const PIXELS = { ground: false, turn: 0, projection: null, toView: ([x, y]: number[]) => [x, -y!], fromView: ([x, y]: number[]) => [x, -y!] } as never;
const body = (kind: string, ...pixels: number[][]): never => ({ kind, class: "uav", state: "tagged", confidence: null, pixels: [pixels] }) as never;
const box = (x: number, y: number, side: number): never => body("box", [x, y], [x + side, y], [x + side, y + side], [x, y + side], [x, y]);

it("a click meets what lies around it, the smallest first, else what is near", () => {
  const shapes = new ShapeLayer(PIXELS, new Map());
  shapes.setAll([["large", box(0, 0, 100)], ["small", box(40, 40, 10)], ["point", body("point", [200, 50])], ["line", body("line", [0, 150], [100, 150])]]);
  const at = (x: number, y: number): string | null => shapes.at([x, -y], 1);
  expect(at(45, 45)).toBe("small");
  expect(at(20, 45)).toBe("large");
  expect(at(104, 50)).toBe("large");
  expect(at(107, 50)).toBeNull();
  expect(at(210, 50)).toBe("point");
  expect(at(50, 153)).toBe("line");
  shapes.set("small", null);
  expect(at(45, 45)).toBe("large");
  shapes.set("large", box(300, 300, 5));
  expect(at(45, 45)).toBeNull();
  expect(at(302, 302)).toBe("large");
});
