"""One style sheet for what Streamlit does not style itself; works on dark and light."""

# ruff: noqa: E501
CSS = """
<style>
.block-container, [data-testid="stMainBlockContainer"] {padding: 3.4rem 1.2rem 1rem; max-width: none}
[data-testid="stHeader"] {background: transparent}
[data-testid="stCaptionContainer"][data-testid], [data-testid="stCaptionContainer"] p {color: inherit}
[data-testid="stCaptionContainer"] {opacity: .75}
[data-testid="stButtonGroup"] [data-selected="true"], [data-testid="stButtonGroup"] [data-selected="true"] * {color: inherit !important}
[data-testid="stButtonGroup"] [data-selected="true"] p {font-weight: 600}
.cat-text {white-space: pre-wrap; overflow-wrap: anywhere}
.cat-title {font-size: 1.15rem; font-weight: 600; line-height: 1.3}
.cat-claim {border-left: 3px solid currentColor; padding-left: .7rem; opacity: .85; font-size: .92rem}
.cat-muted {opacity: .8; font-size: .88rem}
.cat-row {line-height: 1.35}
.cat-figures {display: flex; flex-wrap: wrap; gap: .1rem 2.2rem; font-size: .95rem}
.cat-figures b {font-size: 1.5rem; font-weight: 600; margin-right: .2rem}
.cat-tree {line-height: 1.75; columns: 3 230px; font-size: .95rem; margin-bottom: .6rem} .cat-tree > div {break-inside: avoid}
.cat-tree .dot {display: inline-block; width: .8rem; height: .8rem; border-radius: 3px; margin-right: .5rem; vertical-align: -1px;
  box-shadow: 0 0 0 1px rgba(128,128,128,.7)}
.cat-tree kbd {font-size: .75rem; padding: 0 .35rem; border: 1px solid rgba(128,128,128,.5); border-radius: 4px}
.cat-facts {display: grid; grid-template-columns: max-content 1fr; gap: .1rem .8rem; margin: .2rem 0;
  padding: 0 !important; font-size: .9rem}
.cat-facts dt {opacity: .8}
.cat-facts dd {margin: 0 !important; overflow-wrap: anywhere}
.cat-facts dd.unknown {opacity: .75; font-style: italic}
.cat-link {display: flex; gap: .6rem; font-size: .9rem}
.cat-link .rank {flex: none; width: 1.6rem; height: 1.6rem; border-radius: 50%; background: #0072B2;
  color: #fff; text-align: center; line-height: 1.6rem; font-weight: 600; font-size: .85rem}
.cat-link .name {font-weight: 600; overflow-wrap: anywhere}
.cat-link .when, .cat-link .reason {opacity: .75; font-size: .85rem}
.chip {display: inline-block; border: 1px solid rgba(128,128,128,.45); border-radius: 1rem;
  padding: 0 .55rem; margin: .15rem .3rem .15rem 0; font-size: .8rem; white-space: nowrap}
.chip.level-good {border-color: #009E73; background: rgba(0,158,115,.14)}
.chip.level-limited {border-color: #E69F00; background: rgba(230,159,0,.14)}
.chip.level-unusable {border-color: #999; background: rgba(128,128,128,.14)}
.chip.role-during {border-color: #0072B2; background: rgba(0,114,178,.14)}
</style>
"""
