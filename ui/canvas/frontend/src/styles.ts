/** The style sheet of the shadow root. Colours follow Streamlit's --st-* variables. */
import olCss from "ol/ol.css?inline";
import { PLACE } from "./place/styles";
import { MAP } from "./stylesmap";
import { NARROW } from "./stylesnarrow";

const BASE = `
:host { display: block; }
.cv { --bg: var(--st-background-color, #fff); --ink: var(--st-text-color, #1b2530);
  --accent: #0072b2; --line: color-mix(in srgb, var(--ink) 18%, transparent);
  --panel: color-mix(in srgb, var(--bg) 93%, transparent); --soft: color-mix(in srgb, var(--ink) 78%, var(--bg));
  --hover: color-mix(in srgb, var(--ink) 9%, transparent);
  position: relative; box-sizing: border-box; overflow: hidden; width: 100%; border-radius: 8px;
  border: 1px solid var(--line); color: var(--ink); background: var(--bg); outline: none;
  font: 13px/1.4 var(--st-font, system-ui, sans-serif); container-type: inline-size; min-height: 320px;
  -webkit-user-select: none; user-select: none; }
.cv.dark { --accent: #56b4e9; }
.cv:focus-visible { box-shadow: inset 0 0 0 2px var(--accent); }
.cv:focus-visible::after { content: ""; position: absolute; inset: 0; border-radius: 7px; pointer-events: none;
  box-shadow: inset 0 0 0 2px var(--accent); z-index: 9; }
.cv *, .cv *::before { box-sizing: border-box; }
.cv .map { position: absolute; inset: 0; touch-action: none; }
.cv.scene .map { background: #14181d; }
.cv.drawing .map { cursor: crosshair; }
.panel { background: var(--panel); border: 1px solid var(--line); border-radius: 8px; backdrop-filter: blur(6px);
  box-shadow: 0 1px 4px rgba(0,0,0,.14); }
button { font: inherit; color: inherit; background: none; border: 0; border-radius: 6px; padding: 0; cursor: pointer; }
button:hover:not(:disabled) { background: var(--hover); }
button:disabled { opacity: .35; cursor: default; }
button:focus-visible { outline: 2px solid var(--accent); outline-offset: -2px; }
kbd { font: 600 11px/1 ui-monospace, monospace; border: 1px solid var(--line); border-bottom-width: 2px; border-radius: 4px;
  padding: 2px 5px; background: var(--bg); white-space: nowrap; }
svg { width: 20px; height: 20px; fill: none; stroke: currentColor; stroke-width: 1.6; stroke-linecap: round;
  stroke-linejoin: round; display: block; }
[hidden] { display: none !important; }
`;

const TOOLS = `
.left { position: absolute; left: 10px; top: 10px; bottom: 40px; display: flex; flex-direction: column; gap: 8px; z-index: 3;
  align-items: flex-start; pointer-events: none; max-width: calc(100% - 20px); }
.left > * { pointer-events: auto; }
.tools { overflow: auto; min-height: 0; scrollbar-width: none; display: flex; flex-direction: column; padding: 3px; gap: 1px; }
.tools button { width: 34px; height: 34px; display: grid; place-items: center; }
.tools button[aria-pressed="true"] { background: var(--accent); color: #fff; }
.cv.dark .tools button[aria-pressed="true"] { color: #0b1118; }
.tools hr { width: 24px; border: 0; border-top: 1px solid var(--line); margin: 3px auto; }
.facts { padding: 5px 10px; display: flex; gap: 4px 12px; flex-wrap: wrap; align-items: center; max-width: calc(100cqw - 230px);
  font-variant-numeric: tabular-nums; }
.facts .name { font-weight: 600; overflow: hidden; text-overflow: ellipsis; white-space: nowrap; max-width: 26em; }
.facts .unknown { color: var(--soft); font-style: italic; }
.synthetic { font-weight: 700; letter-spacing: .06em; color: #10161d; border-radius: 4px; padding: 1px 8px;
  background: repeating-linear-gradient(-45deg, #f0e442 0 9px, #e6c700 9px 18px); }
.right { position: absolute; right: 10px; top: 10px; bottom: 40px; width: 184px; display: flex; flex-direction: column; gap: 8px;
  align-items: flex-end; z-index: 3; pointer-events: none; }
.right > * { pointer-events: auto; }
.status { padding: 4px 10px; display: flex; gap: 7px; align-items: center; font-size: 12px; }
.status i { width: 8px; height: 8px; border-radius: 50%; background: #009e73; flex: none; }
.status.saving i { background: #56b4e9; border-radius: 2px; }
.status.retrying { border-color: #d55e00; }
.status.retrying i { background: #d55e00; border-radius: 0; transform: rotate(45deg); }
.palette { width: 100%; padding: 4px; overflow: auto; min-height: 0; scrollbar-width: thin; }
.palette button { display: flex; width: 100%; align-items: center; gap: 8px; padding: 4px 6px; text-align: left; min-height: 28px; }
.palette .dot { width: 14px; height: 14px; border-radius: 4px; flex: none; box-shadow: 0 0 0 1px rgba(0,0,0,.35), 0 0 0 2px rgba(255,255,255,.5); }
.palette .name { flex: 1; overflow: hidden; text-overflow: ellipsis; white-space: nowrap; }
.palette .parent { color: var(--soft); }
.palette button[aria-pressed="true"] { background: var(--hover); font-weight: 600; box-shadow: inset 3px 0 0 var(--accent); }
.palette button.on .name::after { content: " ✓"; font-weight: 700; }
`;

const VIEWER = `
.compass { width: 54px; height: 54px; padding: 2px; flex: none; }
.compass svg { width: 100%; height: 100%; stroke-width: 2; }
.compass text { font: 700 10px system-ui, sans-serif; fill: currentColor; stroke: none; }
.compass .sun { color: #b8860b; } .compass .sun text { font-size: 13px; } .cv.dark .compass .sun { color: #f0c93a; } .compass .shadow { opacity: .55; }
.look { padding: 10px 12px; width: 250px; display: flex; flex-direction: column; gap: 8px; overflow: auto; min-height: 0; position: absolute;
  left: 52px; top: 44px; max-height: calc(100% - 44px); z-index: 4; }
.look .field { display: grid; grid-template-columns: 74px 1fr; align-items: start; gap: 6px; }
.look .label { color: var(--soft); font-size: 12px; padding-top: 4px; }
.look select, .look input[type=text], .look input[type=number] { font: inherit; color: inherit; background: var(--bg); min-width: 0; width: 100%;
  border: 1px solid var(--line); border-radius: 5px; padding: 3px 5px; }
.look .row { display: flex; gap: 6px; } .look .check { display: flex; gap: 7px; align-items: center; }
.look .range { display: grid; grid-template-columns: 46px 1fr 1fr; gap: 5px; align-items: center; margin-bottom: 4px; }
.look .range span { overflow: hidden; text-overflow: ellipsis; font-size: 12px; }
.look input[type=number] { appearance: textfield; -moz-appearance: textfield; } .look input::-webkit-inner-spin-button { display: none; }
.look button.plain { border: 1px solid var(--line); padding: 3px 12px; }
.look input[type=range] { width: 100%; accent-color: var(--accent); }
`;

const TAG = `
.conflict { position: absolute; left: 50%; top: 60px; transform: translateX(-50%); width: min(460px, calc(100% - 20px)); z-index: 7; padding: 10px 14px; border-left: 4px solid #d55e00; }
.conflict h3 { margin: 0 0 6px; font-size: 13px; } .conflict .versions { display: grid; grid-template-columns: 1fr 1fr; gap: 10px; } .conflict h4 { margin: 0; font-size: 12px; color: var(--soft); font-weight: 600; } .conflict p { margin: 2px 0; overflow-wrap: anywhere; }
.conflict .row { display: flex; gap: 8px; margin-top: 8px; flex-wrap: wrap; } .conflict button { border: 1px solid var(--line); padding: 4px 10px; }
.tour { position: absolute; left: 50%; bottom: 52px; transform: translateX(-50%); width: min(420px, calc(100% - 20px)); z-index: 5; padding: 10px 14px; }
.tour p { margin: 0 0 8px; } .tour footer { display: flex; gap: 8px; align-items: center; } .tour .step { flex: 1; color: var(--soft); font-size: 12px; } .tour button { border: 1px solid var(--line); padding: 4px 12px; }
.tour .go { background: var(--accent); color: #fff; border-color: transparent; font-weight: 600; } .cv.dark .tour .go { color: #0b1118; }
.details { position: absolute; left: 50%; bottom: 60px; transform: translateX(-50%); width: min(340px, calc(100% - 20px)); z-index: 7; padding: 10px 14px; display: flex; flex-direction: column; gap: 6px; }
.details h3 { margin: 0 0 2px; font-size: 13px; } .details .field { display: grid; grid-template-columns: 92px 1fr; gap: 8px; align-items: center; }
.details .label { color: var(--soft); overflow: hidden; text-overflow: ellipsis; } .details input, .details select { font: inherit; color: inherit; background: var(--bg); border: 1px solid var(--line); border-radius: 5px; padding: 4px 6px; min-width: 0; width: 100%; }
.details input:focus-visible, .details select:focus-visible { outline: 2px solid var(--accent); outline-offset: -1px; }
.details .problem { margin: 0; color: #d55e00; } .details .row { display: flex; gap: 8px; justify-content: flex-end; margin-top: 2px; }
.details button { padding: 4px 12px; border: 1px solid var(--line); } .details .go { background: var(--accent); color: #fff; border-color: transparent; font-weight: 600; } .cv.dark .details .go { color: #0b1118; }
.wall { position: absolute; inset: 0; z-index: 2; background: var(--bg); padding: 52px 204px 40px 58px; display: flex; flex-direction: column; gap: 8px; }
.wall header { display: flex; gap: 8px; align-items: center; flex-wrap: wrap; } .wall .count { flex: 1; color: var(--soft); font-variant-numeric: tabular-nums; }
.wall select, .wall input { font: inherit; color: inherit; background: var(--bg); border: 1px solid var(--line); border-radius: 5px; padding: 4px 6px; max-width: 260px; } .wall input { width: 76px; }
.wall header button { border: 1px solid var(--line); padding: 4px 12px; }
.wall .cells { flex: 1; min-height: 0; overflow: auto; display: grid; grid-template-columns: repeat(auto-fill, minmax(128px, 1fr)); gap: 6px; align-content: start; padding: 4px; scrollbar-width: thin; }
.cell { position: relative; padding-bottom: 100%; border-radius: 4px; overflow: hidden; background: #14181d; cursor: pointer; outline: 1px solid var(--line); }
.cell img { position: absolute; width: 100%; height: 100%; object-fit: cover; } .cell img:not([src]) { visibility: hidden; }
.cell.is-empty img, .cell.is-seen img { opacity: .55; }
.cell[aria-selected="true"] { outline: 4px solid var(--accent); outline-offset: -1px; } .cell[aria-selected="true"]::after { content: "✓"; position: absolute; top: 4px; right: 4px; width: 20px; height: 20px; border-radius: 50%; background: var(--accent); color: #fff; display: grid; place-items: center; font-weight: 700; font-size: 12px; }
.cell.cursor { box-shadow: inset 0 0 0 3px #f0e442, inset 0 0 0 5px rgba(10,14,18,.85); } .cell.cursor::before { content: ""; position: absolute; inset: 0; z-index: 1; pointer-events: none; border-radius: 4px; box-shadow: inset 0 0 0 3px #f0e442, inset 0 0 0 5px rgba(10,14,18,.85); }
.cell .said { position: absolute; left: 5px; bottom: 5px; right: 5px; display: flex; gap: 3px; flex-wrap: wrap; } .cell b { display: inline-flex; gap: 5px; align-items: center; font-size: 11px; font-weight: 600; color: #fff; background: rgba(10,14,18,.78); border-radius: 4px; padding: 1px 6px; }
.cell i { width: 9px; height: 9px; border-radius: 2px; box-shadow: 0 0 0 1px rgba(255,255,255,.7); } .wall .none { grid-column: 1 / -1; text-align: center; color: var(--soft); margin: 60px 0; }
.walled .compass, .walled .measures, .walled .look { display: none; }
.measures { position: absolute; left: 76px; bottom: 44px; z-index: 3; padding: 6px 10px; max-width: min(300px, calc(100% - 260px)); pointer-events: none; }
.measures dl { display: grid; grid-template-columns: max-content 1fr; gap: 1px 10px; margin: 0; } .measures dd { margin: 0; }
.measures dt { color: var(--soft); } .measures dd { font-variant-numeric: tabular-nums; }
.measures dd.lead { font-weight: 600; } .measures .fits::before { content: "✓ "; color: #009e73; font-weight: 700; } .measures .differs::before { content: "≠ "; color: #d55e00; font-weight: 700; }
.measures p { margin: 3px 0 0; color: var(--soft); font-size: 11px; line-height: 1.3; }
`;

const COMPARE = `
.cv.side .pane.a { right: 50%; } .cv.side .pane.b { left: 50%; border-left: 2px solid #fff; }
.sides { position: absolute; left: 10px; right: 10px; top: 10px; display: flex; justify-content: space-between; align-items: flex-start; gap: 8px; z-index: 4; pointer-events: none; }
.sides > * { pointer-events: auto; } .sides .facts { max-width: 34cqw; flex: 0 1 auto; } .sides .facts b { color: var(--accent); }
.sides .facts.dim { opacity: .45; }
.modes { display: flex; padding: 3px; gap: 2px; flex: none; } .modes button { padding: 4px 10px; white-space: nowrap; }
.modes button[aria-pressed="true"] { background: var(--accent); color: #fff; } .cv.dark .modes button[aria-pressed="true"] { color: #0b1118; }
.knob { position: absolute; top: 0; bottom: 0; width: 30px; margin-left: -15px; z-index: 3; cursor: ew-resize; touch-action: none; display: grid; place-items: center; }
.knob::before { content: ""; position: absolute; top: 0; bottom: 0; width: 2px; background: #fff; box-shadow: 0 0 0 1px rgba(0,0,0,.45); }
.knob::after { content: "‹ ›"; position: relative; background: #fff; color: #16202a; border-radius: 14px; padding: 3px 7px; font-weight: 700; box-shadow: 0 1px 5px rgba(0,0,0,.5); }
.strip { position: absolute; left: 10px; right: 10px; bottom: 40px; padding: 4px 10px 2px; z-index: 4; }
.strip .words { font-size: 12px; color: var(--soft); } .strip svg { width: auto; height: auto; stroke: none; }
.strip .window { fill: color-mix(in srgb, #e69f00 38%, transparent); } .strip .tick { stroke: var(--line); stroke-width: 1; }
.strip text { font-size: 10px; fill: var(--soft); } .strip .scene { cursor: pointer; } .strip .scene circle { stroke: var(--ink); stroke-width: 1.2; }
.strip .scene circle[fill="none"] { stroke-dasharray: 2 2; fill: var(--bg); } .strip .scene.absent { opacity: .45; cursor: default; }
.strip .scene.chosen circle { stroke: var(--accent); stroke-width: 2.5; fill: var(--bg); } .strip .scene.chosen text { font-weight: 700; fill: var(--ink); }
`;

const READOUT = `
.bottom { position: absolute; left: 10px; right: 10px; bottom: 8px; display: flex; justify-content: space-between; gap: 8px;
  z-index: 2; pointer-events: none; align-items: flex-end; font-size: 12px; }
.bottom > div { padding: 3px 8px; display: flex; gap: 12px; align-items: center; white-space: nowrap; }
.bottom .place, .bottom .values { font-variant-numeric: tabular-nums; } .bottom .values { color: var(--soft); overflow: hidden; text-overflow: ellipsis; }
.scale { border: 1.5px solid currentColor; border-top: 0; text-align: center; font-size: 11px; line-height: 12px; padding-bottom: 1px; }
.bottom .credit { color: var(--soft); font-size: 11px; overflow: hidden; text-overflow: ellipsis; display: block; max-width: 50cqw; }
.progress { font-variant-numeric: tabular-nums; }
.toast { position: absolute; left: 50%; bottom: 52px; transform: translateX(-50%); padding: 7px 14px; z-index: 6;
  max-width: min(560px, calc(100% - 24px)); text-align: center; }
.toast.bad { border-color: #d55e00; border-left-width: 4px; }
.empty { position: absolute; inset: 0; display: grid; place-items: center; z-index: 1; pointer-events: none; padding: 70px 60px; }
.empty div { padding: 14px 18px; max-width: 420px; text-align: center; }
`;

const POPUP = `
.popup { position: absolute; z-index: 5; width: 300px; max-width: calc(100% - 20px); max-height: min(330px, calc(100% - 20px)); display: flex; flex-direction: column; }
.popup header { display: flex; justify-content: space-between; align-items: center; padding: 5px 6px 5px 12px; border-bottom: 1px solid var(--line); font-weight: 600; }
.popup header button { width: 26px; height: 26px; }
.popup ul { list-style: none; margin: 0; padding: 4px; overflow: auto; }
.popup li { display: flex; gap: 9px; padding: 6px 8px; border-radius: 6px; cursor: pointer; align-items: flex-start; }
.popup li[aria-selected="true"] { background: var(--hover); box-shadow: inset 3px 0 0 var(--accent); }
.popup li > div { min-width: 0; flex: 1; }
.popup .what { overflow: hidden; text-overflow: ellipsis; white-space: nowrap; }
.popup .more { color: var(--soft); font-size: 12px; }
.popup li .open { border-radius: 6px; border: 1px solid var(--line); padding: 2px 8px; font-size: 12px; flex: none; }
.mark { width: 12px; height: 12px; flex: none; margin-top: 3px; }
.mark.observation { background: #d55e00; transform: rotate(45deg) scale(.85); }
.mark.scene { border: 2px solid var(--accent); border-radius: 2px; }
.card { padding: 8px 8px 8px 12px; position: absolute; left: 50%; bottom: 46px; transform: translateX(-50%); z-index: 4; display: flex; gap: 12px; align-items: center;
  max-width: calc(100% - 20px); }
.card .text { min-width: 0; overflow: hidden; text-overflow: ellipsis; }
.card .more { color: var(--soft); font-size: 12px; }
.card .go { background: var(--accent); color: #fff; padding: 6px 12px; font-weight: 600; white-space: nowrap; }
.cv.dark .card .go { color: #0b1118; }
.card .go:hover { filter: brightness(1.08); background: var(--accent); }
.card .plain { padding: 6px 8px; }
.legend { padding: 4px 10px; display: flex; gap: 14px; font-size: 12px; align-items: center; }
.legend span { display: flex; gap: 6px; align-items: center; }
.legend .mark { margin: 0; width: 10px; height: 10px; }
.legend .mark.count { border-radius: 50%; background: color-mix(in srgb, var(--accent) 55%, transparent); border: 1.5px solid var(--accent); }
.help { position: absolute; inset: 0; z-index: 8; background: rgba(8,12,17,.5); display: grid; place-items: center; padding: 12px; }
.help > div { background: var(--bg); border-radius: 10px; padding: 16px 20px; max-height: 100%; overflow: auto; max-width: 860px; box-shadow: 0 8px 30px rgba(0,0,0,.35); }
.help h2 { font-size: 15px; margin: 0 0 8px; } .help h3 { font-size: 12px; margin: 12px 0 4px; color: var(--soft); font-weight: 600; }
.help .columns { columns: 2 300px; column-gap: 32px; }
.help section { break-inside: avoid; }
.help dl { margin: 0; display: grid; grid-template-columns: minmax(76px, max-content) 1fr; gap: 4px 10px; align-items: baseline; }
.help dd { margin: 0; }
`;

/** The map's own: search and chips above, panels at the right, the timeline below. */

export const CSS = [olCss, BASE, TOOLS, VIEWER, TAG, COMPARE, READOUT, POPUP, MAP, NARROW, PLACE].join("\n");
