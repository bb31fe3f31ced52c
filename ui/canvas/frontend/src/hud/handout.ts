/** Figures given out: into the clipboard, or as a file; side by side where there are several. */
import { log } from "../core/log";
import type { Host } from "../core/view";

const CLIPBOARD_MS = 1500;
const GAP = 8;

/** Draw a figure, give it out, and say on the screen what became of it; `facts` go into the log. */
export async function giveFigure(
  host: Host,
  name: string,
  draw: () => Promise<Blob>,
  facts: Record<string, unknown> = {},
): Promise<void> {
  try {
    const blob = await draw();
    const how = await handOut(blob, `${name.replaceAll(/[^\w.-]+/g, "_")}.png`);
    host.toast(how === "copied" ? "Figure copied." : "Figure saved as a file.");
    log("figure", { how, bytes: blob.size, ...facts });
  } catch (error) {
    host.toast(`No figure: ${(error as Error).message}`, true);
  }
}

/** Several pictures as one, from left to right. */
export async function sideBySide(parts: readonly Blob[]): Promise<Blob> {
  const images = await Promise.all(parts.map((part) => createImageBitmap(part)));
  const canvas = document.createElement("canvas");
  canvas.width = images.reduce((sum, image) => sum + image.width + GAP, -GAP);
  canvas.height = Math.max(...images.map((image) => image.height));
  const context = canvas.getContext("2d")!;
  context.fillStyle = "#fff";
  context.fillRect(0, 0, canvas.width, canvas.height);
  let x = 0;
  for (const image of images) {
    context.drawImage(image, x, 0);
    x += image.width + GAP;
  }
  return pngOf(canvas);
}

export function pngOf(canvas: HTMLCanvasElement): Promise<Blob> {
  return new Promise((resolve, reject) => {
    canvas.toBlob((blob) => (blob ? resolve(blob) : reject(new Error("the picture is too large"))), "image/png");
  });
}

async function handOut(blob: Blob, name: string): Promise<"copied" | "saved"> {
  try {
    const copied = navigator.clipboard.write([new ClipboardItem({ "image/png": blob })]);
    // A browser that asks and is not answered would leave one without a figure.
    const late = new Promise((_, reject) => window.setTimeout(() => reject(new Error("late")), CLIPBOARD_MS));
    await Promise.race([copied, late]);
    return "copied";
  } catch {
    const link = document.createElement("a");
    link.href = URL.createObjectURL(blob);
    link.download = name;
    link.click();
    window.setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
    return "saved";
  }
}
