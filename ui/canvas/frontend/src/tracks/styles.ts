/** The style sheet of the tracks screen. Colours follow Streamlit's --st-* variables. */
export const TRACKS_CSS = `
:host { display: block; }
.tk { --bg: var(--st-background-color, #fff); --ink: var(--st-text-color, #1b2530); --accent: #0072b2; --seen: #00785a; --gone: #b84a00;
  --line: color-mix(in srgb, var(--ink) 18%, transparent); --soft: color-mix(in srgb, var(--ink) 72%, var(--bg)); --hover: color-mix(in srgb, var(--ink) 6%, transparent);
  position: relative; color: var(--ink); background: var(--bg); font: 14px/1.45 var(--st-font, system-ui, sans-serif); min-height: 160px; container-type: inline-size; }
.tk.dark { --accent: #56b4e9; --seen: #3fc79a; --gone: #ff9a52; }
.tk *, .tk *::before { box-sizing: border-box; }
.soft { color: var(--soft); } p { margin: 0 0 4px; } h3 { font-size: 16px; margin: 26px 0 4px; } h4 { margin: 0; font-size: 14px; }
.unseen { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); }
a { color: var(--accent); }
button { font: inherit; color: inherit; background: none; border: 1px solid var(--line); border-radius: 6px; padding: 4px 10px; cursor: pointer; }
button:hover { background: var(--hover); } button.small { font-size: 12px; padding: 1px 8px; }
button.go { background: #0072b2; border-color: transparent; color: #fff; font-weight: 600; justify-self: start; }
button:focus-visible, a:focus-visible, input:focus-visible, select:focus-visible, summary:focus-visible, .scroll:focus-visible { outline: 2px solid var(--accent); outline-offset: 1px; }
input[type=text], select { font: inherit; color: inherit; background: var(--bg); border: 1px solid var(--line); border-radius: 6px; padding: 5px 8px; min-width: 0; width: 100%; }
.head { display: flex; flex-wrap: wrap; gap: 4px 24px; justify-content: space-between; margin-bottom: 10px; }
.legend { display: flex; flex-wrap: wrap; gap: 2px 14px; font-size: 13px; color: var(--soft); } .legend span { display: flex; gap: 5px; align-items: center; }
.legend i { width: 22px; height: 9px; } .legend i.there { background: color-mix(in srgb, var(--seen) 42%, transparent); border-radius: 5px; }
.legend i.between, .hatch { background: repeating-linear-gradient(-45deg, color-mix(in srgb, var(--seen) 60%, transparent) 0 2px, transparent 2px 5px); }
.dates { margin-left: 240px; padding-left: 10px; } .axis text { font-size: 12px; fill: var(--soft); }
.strips { list-style: none; margin: 0; padding: 0; border-top: 1px solid var(--line); }
.strips li { border-bottom: 1px solid var(--line); } .strips li.open { background: color-mix(in srgb, var(--ink) 3%, transparent); }
.row { display: block; width: 100%; border: 0; border-radius: 0; padding: 4px 10px; text-align: left; }
.line { display: grid; grid-template-columns: 230px 1fr; align-items: center; }
.label { display: flex; gap: 8px; align-items: baseline; min-width: 0; overflow-wrap: anywhere; } .label i { width: 11px; height: 11px; border-radius: 3px; flex: none; box-shadow: 0 0 0 1px rgba(128,128,128,.7); }
.label b { display: block; line-height: 1.25; } .label .soft { font-size: 12.5px; } .row[aria-expanded] .label b::after { content: " ▸"; color: var(--soft); } .row[aria-expanded="true"] .label b::after { content: " ▾"; }
svg { display: block; overflow: visible; } .tick { stroke: var(--line); } .base { stroke: var(--line); }
.span.present { fill: var(--seen); opacity: .42; } .span.appeared, .span.gone { fill: url(#between); } .span.open { fill: var(--seen); opacity: .13; } svg .hatch { fill: color-mix(in srgb, var(--seen) 75%, transparent); background: none; }
.mark.present circle { fill: var(--seen); stroke: var(--bg); stroke-width: 1.5; } .mark path { fill: none; stroke-width: 1.8; stroke-linecap: round; stroke-linejoin: round; } .mark.present path { stroke: #fff; } .dark .mark.present path { stroke: #0b1118; }
.mark.absent circle { fill: var(--bg); stroke: var(--gone); stroke-width: 1.8; } .mark.absent path { stroke: var(--gone); }
.mark.could_not_show rect { fill: var(--bg); stroke: var(--soft); stroke-width: 1.2; } .mark.could_not_show path { stroke: var(--soft); stroke-width: 1; }
.mark.clouded path { fill: color-mix(in srgb, var(--ink) 22%, var(--bg)); stroke: var(--soft); stroke-width: 1.2; } .mark.not_covered path { stroke: var(--soft); stroke-width: 2; }
.mark.not_looked_at circle { fill: var(--bg); stroke: var(--soft); stroke-width: 1.2; stroke-dasharray: 2 2; } .mark text { font: 600 9px system-ui, sans-serif; fill: var(--soft); }
.details { padding: 4px 14px 16px 38px; display: flex; flex-direction: column; gap: 8px; } .words p { font-size: 15px; }
.scroll { overflow-x: auto; max-height: 340px; overflow-y: auto; border: 1px solid var(--line); border-radius: 8px; }
table { border-collapse: collapse; width: 100%; font-size: 13px; } th { text-align: left; color: var(--soft); font-weight: 600; position: sticky; top: 0; background: var(--bg); } th, td { padding: 4px 10px; border-bottom: 1px solid var(--line); vertical-align: middle; } tbody tr:last-child td { border-bottom: 0; }
.when, .number { white-space: nowrap; font-variant-numeric: tabular-nums; } th.number, .number { text-align: right; } .name { overflow-wrap: anywhere; min-width: 130px; } td.soft:not(.number) { min-width: 150px; } .state { display: flex; gap: 6px; align-items: center; white-space: nowrap; }
.bars { width: 30%; min-width: 80px; } .bar { display: flex; height: 10px; } .bar i { display: block; } .bar .seen { background: var(--seen); } .bar .maybe { background: repeating-linear-gradient(-45deg, var(--soft) 0 1px, transparent 1px 4px); }
.dating summary { cursor: pointer; } .dating h4 { display: none; } .dating form { display: grid; gap: 8px; max-width: 640px; padding: 8px 0 0; } .dating label { display: grid; grid-template-columns: 70px 1fr; gap: 8px; align-items: center; }
.empty { padding: 44px 20px; text-align: center; border: 1px dashed var(--line); border-radius: 8px; }
.toast { position: sticky; bottom: 16px; margin: 12px auto 0; width: fit-content; padding: 7px 14px; z-index: 6; background: var(--bg); border: 1px solid var(--line); border-radius: 8px; box-shadow: 0 2px 8px rgba(0,0,0,.25); max-width: 100%; }
.toast.bad { border-color: #d55e00; border-left-width: 4px; } [hidden] { display: none !important; }
@container (max-width: 640px) { .line { grid-template-columns: 1fr; gap: 4px; } .dates { margin-left: 0; } .details { padding-left: 10px; } .label .soft { margin-left: 8px; } .label b { display: inline; } .dating label { grid-template-columns: 1fr; gap: 2px; } }
`;
