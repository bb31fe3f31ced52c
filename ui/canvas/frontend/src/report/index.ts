/** Entry of the review screen as a Streamlit component. */
import { log, surface } from "../core/log";
import { Panel, type PanelData } from "./panel";

interface Arguments {
  data: PanelData | null;
  key?: string;
  name: string;
  parentElement: HTMLElement | ShadowRoot;
  setTriggerValue: (name: string, value: unknown) => void;
}

const panels = new Map<string, Panel>();

/** Show the panel of this key. Returns what to do when Streamlit takes it off the page. */
export default function component(given: Arguments): () => void {
  const id = given.key ?? given.name;
  let panel = panels.get(id);
  if (!panel) {
    panel = new Panel();
    panels.set(id, panel);
    surface().instances.set(id, panel);
  }
  const here = panel;
  const parent = given.parentElement;
  here.send = (name, value) => {
    log("trigger", { name, value });
    given.setTriggerValue(name, value);
  };
  here.mount(parent);
  if (given.data) here.update(given.data);
  return () => here.unmount(parent);
}
