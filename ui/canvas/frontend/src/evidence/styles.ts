/** The style sheet of the evidence screen. Colours follow Streamlit's --st-* variables. */
import olCss from "ol/ol.css?inline";

const BASE = `
:host { display: block; }
.ev { --bg: var(--st-background-color, #fff); --ink: var(--st-text-color, #1b2530); --accent: #0072b2;
  --line: color-mix(in srgb, var(--ink) 18%, transparent); --soft: color-mix(in srgb, var(--ink) 70%, var(--bg));
  --hover: color-mix(in srgb, var(--ink) 9%, transparent); --card: color-mix(in srgb, var(--ink) 4%, var(--bg));
  position: relative; box-sizing: border-box; color: var(--ink); background: var(--bg); outline: none; border-radius: 8px;
  border: 1px solid var(--line); font: 14px/1.45 var(--st-font, system-ui, sans-serif); container-type: inline-size;
  height: min(var(--height, 760px), max(420px, calc(100dvh - 150px))); display: flex; flex-direction: column; overflow: hidden; }
.ev.dark { --accent: #56b4e9; }
.ev:focus-visible::after { content: ""; position: absolute; inset: 0; border-radius: 7px; pointer-events: none;
  box-shadow: inset 0 0 0 2px var(--accent); z-index: 8; }
.ev *, .ev *::before { box-sizing: border-box; }
.soft { color: var(--soft); }
button { font: inherit; color: inherit; background: none; border: 1px solid var(--line); border-radius: 6px; padding: 4px 10px; cursor: pointer; }
button:hover { background: var(--hover); }
button:focus-visible, input:focus-visible, select:focus-visible, textarea:focus-visible, summary:focus-visible { outline: 2px solid var(--accent); outline-offset: 1px; }
button.go { background: var(--accent); border-color: transparent; color: #fff; font-weight: 600; } .dark button.go { color: #0b1118; }
button[aria-pressed="true"] { background: color-mix(in srgb, var(--accent) 20%, transparent); border-color: var(--accent); }
kbd { font: 600 11px/1 ui-monospace, monospace; border: 1px solid var(--line); border-bottom-width: 2px; border-radius: 4px;
  padding: 2px 5px; background: var(--bg); color: var(--ink); }
input[type=text], input[type=search], select, textarea { font: inherit; color: inherit; background: var(--bg); border: 1px solid var(--line);
  border-radius: 6px; padding: 4px 8px; min-width: 0; }
.toast { position: absolute; left: 50%; bottom: 16px; transform: translateX(-50%); padding: 7px 14px; z-index: 9; background: var(--bg);
  border: 1px solid var(--line); border-radius: 8px; box-shadow: 0 2px 8px rgba(0,0,0,.25); max-width: calc(100% - 24px); }
.toast.bad { border-color: #d55e00; border-left-width: 4px; }
[hidden] { display: none !important; }
`;

const MATRIX = `
.top { display: flex; flex-wrap: wrap; gap: 6px 8px; align-items: center; padding: 8px 10px; border-bottom: 1px solid var(--line); flex: none; }
.top input { width: 190px; } .sizes { display: flex; gap: 4px; margin-left: auto; }
.legend { display: flex; flex-wrap: wrap; gap: 4px; } .legend button { padding: 3px 8px; } .legend span { display: flex; gap: 6px; align-items: center; }
.legend i { width: 18px; height: 18px; border-radius: 3px; background: var(--c); display: grid; place-items: center; font: 700 12px system-ui; color: #fff; font-style: normal; }
.legend i.inconclusive { color: #10161d; } .legend i.unreviewed { background: color-mix(in srgb, var(--accent) 30%, transparent); border: 1.5px solid var(--accent); }
.legend i.could_not_show { background-image: repeating-linear-gradient(-45deg, rgba(255,255,255,.4) 0 1px, transparent 1px 5px); }
.legend i::before { content: attr(data-sign); } .legend em { font-style: normal; } .legend b { font-variant-numeric: tabular-nums; font-weight: 600; }
.grid { flex: 1; min-height: 0; overflow: auto; position: relative; outline: none; scrollbar-width: thin; }
.grid canvas { position: sticky; left: 0; top: 0; display: block; } .grid .room { position: absolute; left: 0; top: 0; pointer-events: none; }
.tip { position: absolute; z-index: 4; width: 320px; padding: 8px 12px; background: var(--bg); border: 1px solid var(--line); border-radius: 8px;
  box-shadow: 0 2px 10px rgba(0,0,0,.25); pointer-events: none; font-size: 13px; overflow-wrap: anywhere; }
.waiting { position: absolute; inset: 30% 24px auto; display: grid; gap: 12px; justify-items: center; text-align: center; z-index: 3; }
.waiting p { margin: 0; } .waiting progress { width: min(420px, 100%); accent-color: var(--accent); } .waiting span { display: flex; gap: 8px; }
.empty { position: absolute; left: 0; right: 0; top: 40%; text-align: center; padding: 0 24px; color: var(--soft); z-index: 2; }
.help { position: absolute; right: 12px; top: 52px; z-index: 7; background: var(--bg); border: 1px solid var(--line); border-radius: 8px; padding: 12px 16px;
  box-shadow: 0 4px 16px rgba(0,0,0,.3); max-height: calc(100% - 70px); overflow: auto; }
.help div { display: grid; grid-template-columns: 130px 1fr; gap: 10px; padding: 2px 0; } .help span { display: flex; gap: 4px; flex-wrap: wrap; }
`;

const PAIR = `
.pair { position: absolute; inset: 0; background: var(--bg); z-index: 5; display: flex; flex-direction: column; }
.pair .bar { display: flex; gap: 6px; align-items: center; padding: 8px 10px; border-bottom: 1px solid var(--line); flex: none; }
.pair .where { flex: 1; font-weight: 600; overflow: hidden; text-overflow: ellipsis; white-space: nowrap; padding: 0 6px; }
.both { flex: 1; min-height: 0; display: grid; grid-template-columns: minmax(320px, 2fr) 3fr; }
.side { overflow: auto; padding: 10px 14px 20px; border-right: 1px solid var(--line); display: flex; flex-direction: column; gap: 12px; }
.side h3 { margin: 0 0 4px; font-size: 16px; line-height: 1.3; } .side h4 { margin: 0 0 2px; font-size: 13px; color: var(--soft); } .side p { margin: 4px 0; }
blockquote { margin: 6px 0; padding-left: 10px; border-left: 3px solid var(--line); font-family: Georgia, serif; overflow-wrap: anywhere; }
.side dl { display: grid; grid-template-columns: 62px 1fr; gap: 2px 10px; margin: 6px 0; } .side dt { color: var(--soft); } .side dd { margin: 0; overflow-wrap: anywhere; }
.notice { border-left: 3px solid #e69f00; padding-left: 8px; } .notice.bad { border-color: #d55e00; } .could { border-left: 3px solid var(--accent); padding-left: 8px; }
.could-show b { padding: 1px 8px; border-radius: 10px; color: #fff; } .could-show b.good { background: #007a5a; } .could-show b.limited { background: #8a6d00; } .could-show b.unusable { background: #6a7480; }
details summary { cursor: pointer; color: var(--soft); } details table { border-collapse: collapse; font-size: 13px; } details th { text-align: left; font-weight: 600; white-space: nowrap; padding: 3px 8px 3px 0; vertical-align: top; } details td { padding: 3px 8px 3px 0; vertical-align: top; }
.term { position: relative; display: block; width: 72px; height: 10px; margin-top: 5px; border-radius: 5px; background: var(--hover); } .term i { position: absolute; top: 0; bottom: 0; background: var(--accent); opacity: .45; border-radius: 5px; } .term b { position: absolute; top: -2px; bottom: -2px; width: 2px; margin-left: -1px; padding: 0 !important; border-radius: 0 !important; background: var(--ink); }
.judge { background: var(--card); border: 1px solid var(--line); border-radius: 8px; padding: 10px 12px; position: sticky; bottom: 0; }
.parts { display: flex; flex-wrap: wrap; gap: 4px; } .part { padding: 2px 9px; border-radius: 14px; font-size: 13px; }
.choices { display: grid; grid-template-columns: 1fr 1fr; gap: 6px; } .choice { display: flex; align-items: center; gap: 6px; } .verdict { flex: 1; text-align: left; border-left-width: 4px; padding: 6px 10px; }
.verdict.consistent { border-left-color: #009e73; } .verdict.inconsistent { border-left-color: #d55e00; } .verdict.inconclusive { border-left-color: #e6b400; } .verdict.not_observable { border-left-color: #8a939b; }
.given ul { list-style: none; margin: 0; padding: 0; display: flex; flex-direction: column; gap: 8px; font-size: 13px; } .given li { border-left: 4px solid #8a939b; padding-left: 8px; overflow-wrap: anywhere; }
.given li.consistent { border-color: #009e73; } .given li.inconsistent { border-color: #d55e00; } .given li.inconclusive { border-color: #e6b400; } .given .again { color: #b34700; } .dark .given .again { color: #ff9a52; } .given button { font-size: 12px; padding: 1px 8px; margin-top: 3px; }
.beside { border: 1px solid var(--accent); border-radius: 8px; padding: 10px 12px; display: flex; flex-direction: column; gap: 8px; } .beside label { display: flex; flex-direction: column; gap: 3px; font-size: 13px; } .beside label.check { flex-direction: row; gap: 6px; align-items: center; }
.beside fieldset { border: 1px solid var(--line); border-radius: 6px; display: flex; flex-wrap: wrap; gap: 4px 12px; margin: 0; } .beside footer { display: flex; gap: 8px; }
.blind { display: flex; flex-direction: column; gap: 10px; } .blind .options { display: flex; flex-wrap: wrap; gap: 6px; } .blind .seen span { display: flex; gap: 7px; align-items: center; } .blind i { width: 12px; height: 12px; border-radius: 3px; box-shadow: 0 0 0 1px rgba(0,0,0,.35); } .blind footer { display: flex; flex-wrap: wrap; gap: 8px; }
.image { position: relative; background: #14181d; min-height: 0; } .image .target { position: absolute; inset: 0; touch-action: none; } .image .none { color: #dfe4e8; padding: 40px 24px; text-align: center; }
.image .facts { position: absolute; left: 10px; top: 10px; right: 10px; display: flex; flex-wrap: wrap; gap: 2px 10px; pointer-events: none; font-size: 13px; } .image .facts > * { background: color-mix(in srgb, var(--bg) 93%, transparent); border-radius: 6px; padding: 3px 9px; }
.image .facts .synthetic { font-weight: 700; letter-spacing: .06em; color: #10161d; background: repeating-linear-gradient(-45deg, #f0e442 0 9px, #e6c700 9px 18px); }
.views { display: grid; grid-template-columns: 1fr; min-height: 0; min-width: 0; } .with-photos .views { grid-template-columns: 1fr 1fr; } .with-photos .both { grid-template-columns: minmax(300px, 1.3fr) 3fr; } .picking { cursor: crosshair; box-shadow: inset 0 0 0 3px #56b4e9; }
.photos { display: flex; flex-direction: column; gap: 8px; padding: 10px 12px; overflow: auto; min-height: 0; border-left: 1px solid var(--line); } .photos header { display: flex; flex-direction: column; gap: 4px; overflow-wrap: anywhere; } .tools { display: flex; flex-wrap: wrap; gap: 6px; align-items: center; }
.frame { position: relative; background: #14181d; display: grid; place-items: center; flex: 1 1 200px; min-height: 150px; overflow: hidden; outline-offset: -3px; } .frame:focus-visible { outline: 3px solid var(--accent); } .sheet { position: relative; max-width: 100%; max-height: 100%; } .frame img { display: block; max-width: 100%; max-height: 46cqh; } .step-photo .badge { pointer-events: none; } .frame.step-photo { cursor: crosshair; box-shadow: 0 0 0 3px #56b4e9; }
.badge { display: inline-grid; place-items: center; flex: none; width: 22px; height: 22px; font: 700 12px/1 system-ui, sans-serif; color: #fff; border: 2px solid #fff; box-shadow: 0 0 0 1px rgba(0,0,0,.4); } .badge.fits { background: #00694f; border-radius: 50%; } .badge.not { background: #a63f00; } .sheet .badge, .cross { position: absolute; transform: translate(-50%, -50%); }
.cross { width: 26px; height: 26px; pointer-events: none; background: linear-gradient(#fff, #fff) center / 2px 100% no-repeat, linear-gradient(#fff, #fff) center / 100% 2px no-repeat; filter: drop-shadow(0 0 2px #000); }
.guide { border-left: 3px solid var(--accent); padding-left: 8px; margin: 0; display: flex; flex-direction: column; gap: 6px; } .features ul { list-style: none; margin: 4px 0 0; padding: 0; display: grid; gap: 6px; } .features li { display: flex; gap: 8px; align-items: center; } .features li > span:nth-child(2) { flex: 1; overflow-wrap: anywhere; } .features p, .photos p { margin: 0; } .small { font-size: 12px; padding: 1px 8px; }
.pin { display: flex; flex-direction: column; gap: 8px; } .pin h4 { margin: 0; } .pin label { display: grid; grid-template-columns: 64px 1fr; gap: 8px; align-items: center; } .pin input[type=file] { min-width: 0; font: inherit; font-size: 13px; max-width: 100%; } .pin footer { display: flex; gap: 8px; } label.check { display: flex; gap: 5px; align-items: center; }
.sun .sky { display: flex; gap: 14px; align-items: center; } .side .sun dl { grid-template-columns: 72px 1fr; flex: 1; } .sun p { font-size: 13px; } .sun svg { flex: none; } .sun .ring { fill: none; stroke: var(--line); } .sun text { font: 600 11px system-ui, sans-serif; fill: var(--soft); } .sun .computed { fill: #e69f00; stroke: var(--bg); stroke-width: 1.5; } .sun .stated { fill: none; stroke: var(--accent); stroke-width: 2; } .sun .cast { stroke: var(--soft); stroke-width: 3; stroke-linecap: round; }
.shadow-of { display: flex; flex-wrap: wrap; gap: 6px; align-items: center; font-size: 13px; } .shadow-of select { max-width: 130px; } .shadow-of input { width: 66px; font: inherit; color: inherit; background: var(--bg); border: 1px solid var(--line); border-radius: 6px; padding: 4px 6px; }
@container (max-width: 760px) { .with-photos .both { grid-template-columns: none; grid-template-rows: minmax(420px, 70%) 1fr; } .with-photos .views { grid-template-columns: none; grid-template-rows: 170px 1fr; } .views { order: -1; } .photos { border-left: 0; border-top: 1px solid var(--line); } .frame img { max-height: 200px; }  .both { grid-template-columns: none; grid-template-rows: minmax(180px, 40%) 1fr; } .image { order: -1; } .side { border-right: 0; border-top: 1px solid var(--line); }
  .pair .bar { flex-wrap: wrap; } .pair .where { order: 9; flex-basis: 100%; white-space: normal; } .top input { flex: 1 1 120px; } .legend i::before { content: attr(data-sign); } .legend em { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); } .judge { position: static; } kbd { display: none; } .tip { width: 260px; } }
`;

export const EVIDENCE_CSS = olCss + BASE + MATRIX + PAIR;
