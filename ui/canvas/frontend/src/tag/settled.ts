/**
 * Many shapes as one picture. It is painted in slices between the frames, on a canvas somewhat larger than the
 * view, and moved and scaled with the view meanwhile: how many shapes there are costs no frame its time.
 */
import type Feature from "ol/Feature";
import type { FrameState } from "ol/Map";
import ViewHint from "ol/ViewHint";
import { containsExtent, getForViewAndSize } from "ol/extent";
import Layer from "ol/layer/Layer";
import CanvasImmediateRenderer from "ol/render/canvas/Immediate";
import type Style from "ol/style/Style";
import { compose, create } from "ol/transform";
import { log } from "../core/log";

/** Beyond the view, on each side, as a share of it. */
const MARGIN = 0.2;
const SLICE_MS = 7;

interface Picture {
  canvas: HTMLCanvasElement;
  extent: number[];
  resolution: number;
  ratio: number;
}

export interface Painted {
  /** What is to be painted in an extent. */
  features(extent: number[]): Feature[];
  styles(feature: Feature, resolution: number): { shape: readonly Style[]; label: Style | null };
  /** All of these are in the picture now, as they were at these revisions. */
  done(painted: ReadonlyMap<Feature, number>): void;
}

export class Settled extends Layer {
  private readonly element = document.createElement("div");
  private shown: Picture | null = null;
  private making: { picture: Picture; steps: Iterator<void>; painted: Map<Feature, number> } | null = null;
  private stale = true;
  private timer = 0;

  constructor(private readonly what: Painted) {
    super({});
    this.element.className = "ol-layer";
    this.element.style.cssText = "position:absolute;inset:0;overflow:hidden;pointer-events:none";
  }

  /** True while what is shown is not yet what it should be. */
  get busy(): boolean {
    return this.stale || this.making !== null;
  }

  /** What was painted looks otherwise now. */
  repaint(): void {
    this.stale = true;
    this.changed();
  }

  override render(frame: FrameState | null): HTMLElement {
    if (frame) {
      if (this.wants(frame)) this.begin(frame);
      if (this.making && !this.timer) this.work();
      this.place(frame);
    }
    return this.element;
  }

  protected override disposeInternal(): void {
    window.clearTimeout(this.timer);
    this.making = null;
    super.disposeInternal();
  }

  private wants(frame: FrameState): boolean {
    const { resolution } = frame.viewState;
    const picture = this.making?.picture ?? this.shown;
    if (!picture || picture.ratio !== frame.pixelRatio) return true;
    // While the view glides, the picture is scaled; it is painted anew where it comes to rest.
    const moving = frame.viewHints[ViewHint.ANIMATING]! > 0 || frame.viewHints[ViewHint.INTERACTING]! > 0;
    if (picture.resolution !== resolution) return !moving;
    // One that is being made is finished first: whoever pans on and on would never see one.
    return this.making === null && (this.stale || !containsExtent(picture.extent, frame.extent!));
  }

  private begin({ viewState, size, pixelRatio }: FrameState): void {
    const [width, height] = [Math.round(size[0]! * (1 + 2 * MARGIN)), Math.round(size[1]! * (1 + 2 * MARGIN))];
    const canvas = document.createElement("canvas");
    [canvas.width, canvas.height] = [width * pixelRatio, height * pixelRatio];
    canvas.style.cssText = "position:absolute;left:0;top:0;transform-origin:0 0";
    const { resolution } = viewState;
    const extent = getForViewAndSize(viewState.center, resolution, 0, [width, height]);
    const picture = { canvas, extent, resolution, ratio: pixelRatio };
    const painted = new Map<Feature, number>();
    this.stale = false;
    this.making = { picture, painted, steps: this.steps(picture, painted) };
  }

  private *steps(picture: Picture, painted: Map<Feature, number>): Generator<void> {
    const { canvas, extent, resolution, ratio } = picture;
    const scale = ratio / resolution;
    const to = compose(create(), 0, 0, scale, -scale, 0, -extent[0]!, -extent[3]!);
    const paint = new CanvasImmediateRenderer(canvas.getContext("2d")!, ratio, extent, to, 0);
    const labels: [Feature, Style][] = [];
    for (const feature of this.what.features(extent)) {
      const { shape, label } = this.what.styles(feature, resolution);
      painted.set(feature, feature.getRevision());
      for (const style of shape) paint.drawFeature(feature, style);
      if (label) labels.push([feature, label]);
      yield;
    }
    for (const [feature, label] of labels) {
      paint.drawFeature(feature, label);
      yield;
    }
  }

  /** Paint for a while; few shapes are done at once, in the frame that wants them. */
  private work(): void {
    this.timer = 0;
    const making = this.making;
    if (!making) return;
    const end = performance.now() + SLICE_MS;
    while (!making.steps.next().done) {
      if (performance.now() < end) continue;
      this.timer = window.setTimeout(() => {
        this.work();
        if (!this.making) this.changed();
      });
      return;
    }
    this.making = null;
    this.shown = making.picture;
    this.element.replaceChildren(making.picture.canvas);
    this.what.done(making.painted);
    if (making.painted.size > 1000) log("painted", making.painted.size);
  }

  private place({ viewState, size }: FrameState): void {
    if (!this.shown) return;
    const { canvas, extent, resolution, ratio } = this.shown;
    const scale = resolution / viewState.resolution;
    const x = (extent[0]! - viewState.center[0]!) / viewState.resolution + size[0]! / 2;
    const y = (viewState.center[1]! - extent[3]!) / viewState.resolution + size[1]! / 2;
    canvas.style.transform = `matrix(${scale / ratio}, 0, 0, ${scale / ratio}, ${x}, ${y})`;
  }
}
