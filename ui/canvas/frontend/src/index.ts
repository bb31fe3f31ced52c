/** Entry of the Streamlit component of map, scenes and pictures. */
import { Canvas } from "./canvas";
import { component } from "./core/component";
import type { CanvasData } from "./messages";

export default component<CanvasData>(() => new Canvas());
