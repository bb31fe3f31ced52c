/** Entry of the Streamlit component: called on every change of data, theme or place. */
import { Canvas } from "./canvas";
import { log, surface } from "./core/log";
import type { CanvasData, Send } from "./messages";

interface Arguments {
  data: CanvasData | null;
  key?: string;
  name: string;
  parentElement: HTMLElement | ShadowRoot;
  setTriggerValue: (name: string, value: unknown) => void;
}

const canvases = new Map<string, Canvas>();

/** Show the canvas of this key. Returns what to do when Streamlit takes it off the page. */
export default function component(given: Arguments): () => void {
  const id = given.key ?? given.name;
  let canvas = canvases.get(id);
  if (!canvas) {
    canvas = new Canvas();
    canvases.set(id, canvas);
    surface().instances.set(id, canvas);
  }
  const here = canvas;
  const parent = given.parentElement;
  const send: Send = (name, value) => {
    log("trigger", { name, value });
    given.setTriggerValue(name, value);
  };
  here.send = send;
  here.mount(parent);
  if (given.data) void here.update(given.data);
  return () => here.unmount(parent);
}
