/** Entry of the evidence screen as a Streamlit component. */
import { log, surface } from "../core/log";
import { EvidencePanel, type EvidenceData } from "./panel";

interface Arguments {
  data: EvidenceData | null;
  key?: string;
  name: string;
  parentElement: HTMLElement | ShadowRoot;
  setTriggerValue: (name: string, value: unknown) => void;
}

const panels = new Map<string, EvidencePanel>();

/** Show the screen of this key. Returns what to do when Streamlit takes it off the page. */
export default function component(given: Arguments): () => void {
  const id = given.key ?? given.name;
  let panel = panels.get(id);
  if (!panel) {
    panel = new EvidencePanel();
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
