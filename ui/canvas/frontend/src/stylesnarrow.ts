/** Of the style sheet: what differs on a narrow screen. */

/** Below 640 px the palette is a bar at the bottom and texts that can be missed go. */
export const NARROW = `
@container (max-width: 640px) {
  .right { left: 8px; right: 8px; top: auto; bottom: 34px; width: auto; flex-direction: column; align-items: flex-start; gap: 6px; }
  .palette { display: flex; overflow-x: auto; padding: 3px; gap: 2px; }
  .palette button { width: auto; flex: none; min-height: 36px; padding: 4px 9px; }
  .palette button[aria-pressed="true"] { box-shadow: inset 0 -3px 0 var(--accent); }
  .palette .parent { display: none; } .palette kbd { display: none; }
  .palette .name { max-width: 9em; }
  .left { bottom: 122px; gap: 6px; left: 8px; top: 8px; }
  .tools button { width: 36px; height: 36px; }
  .facts { max-width: 100%; padding: 4px 8px; font-size: 12px; gap: 2px 10px; } .facts .name { max-width: 78cqw; flex-basis: 100%; } .facts .minor { display: none; }
  .bottom { left: 8px; right: 8px; bottom: 6px; font-size: 11px; } .bottom .credit { max-width: 34cqw; }
  .toast { bottom: 96px; } .card { bottom: 40px; width: calc(100% - 16px); justify-content: space-between; gap: 4px; padding: 8px; }
  .card .go { padding: 6px 9px; }
  .top { left: 8px; right: 8px; top: 8px; gap: 6px; } .top .legend { display: none; } .search { width: 100%; } .search input { min-height: 34px; }
  .search .found { width: calc(100% + 2px); max-height: 46cqh; }
  .cv.timed { --below: 92px; } .cv.timed .left { top: 100px; bottom: calc(var(--below) + 34px); } .timeline { padding: 2px 8px 0; } .timeline .key span { display: none; }
  .chips { flex-wrap: nowrap; overflow-x: auto; scrollbar-width: none; width: 100%; pointer-events: auto; } .chip { flex: none; min-height: 34px; }
  .cv:has(.drawer:not([hidden])) .top { right: 8px; }
  .drawer { left: 0; right: 0; top: 52px; bottom: 0; max-height: none; width: auto; border-radius: 12px 12px 0 0; } .drawer label.row { min-height: 36px; } .drawer .rows { max-height: none; }
  .cv.timed .tools { flex-direction: row; max-width: calc(100cqw - 16px); overflow-x: auto; } .cv.timed .tools button { flex: none; }
  .cv.timed .tools :is([data-command="zoom-in"], [data-command="zoom-out"]) { display: none; }
  .cv.timed .tools hr { width: 0; height: 22px; border-top: 0; border-left: 1px solid var(--line); margin: auto 3px; }
  .cv.timed .left { top: 56px; } .cv.timed .top .chips { margin-top: 48px; }
  .sides { flex-wrap: wrap; } .sides .facts { max-width: 46cqw; } .modes { order: 3; } .modes button { padding: 6px 8px; } .strip { bottom: 34px; left: 8px; right: 8px; } .compass { display: none; } .bottom .values { display: none; } .look { left: 50px; top: 86px; width: min(250px, calc(100cqw - 70px)); max-height: calc(100cqh - 216px); overflow: auto; }
  .status { align-self: flex-end; }
  .tour { bottom: 122px; } .wall { padding: 96px 8px 84px; } .wall .cells { grid-template-columns: repeat(auto-fill, minmax(92px, 1fr)); } .walled .tools { display: none; }
  .measures { left: 52px; bottom: 118px; max-width: calc(100% - 62px); padding: 4px 8px; font-size: 12px; }
  .help > div { padding: 12px; } .empty { padding: 60px 20px; }
}
@media (max-width: 640px) { .cv { max-height: 72dvh; } .cv.scene { max-height: 74dvh; } }
@media (prefers-reduced-motion: no-preference) { .status.saving i { animation: beat .8s infinite alternate; } @keyframes beat { to { opacity: .3; } } }
`;
