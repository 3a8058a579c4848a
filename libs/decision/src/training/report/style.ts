/** Of the tear sheet: reads on 360 px as on a desk, loads nothing, follows the reader's dark mode. */
export const STYLE = `
:root{color-scheme:light dark;--ink:#1c1c1c;--soft:#666;--line:#ddd;--panel:#f3f1ea;--back:#fff;--policy:#0b6e4f;--hold:#8a8a8a;--gain:#0b6e4f;--loss:#b3261e}
@media(prefers-color-scheme:dark){:root{--ink:#eee;--soft:#aaa;--line:#444;--panel:#26282b;--back:#16181a;--policy:#45c39a;--hold:#999;--gain:#45c39a;--loss:#ff8a80}}
*{box-sizing:border-box}
body{font:15px/1.5 system-ui,sans-serif;max-width:860px;margin:1.5rem auto;padding:0 .8rem;color:var(--ink);background:var(--back);overflow-wrap:anywhere}
h1{font-size:1.4rem;line-height:1.25;margin:0 0 .3rem}h2{font-size:1.05rem;margin:1.6rem 0 .3rem}
.note{color:var(--soft);font-size:.85rem}
.verdict{padding:.8rem 1rem;background:var(--panel);border-radius:6px;border-left:5px solid var(--hold)}
.verdict.better_than_luck{border-color:var(--gain)}.verdict.worse_than_baseline{border-color:var(--loss)}
.numbers{display:grid;grid-template-columns:repeat(auto-fit,minmax(7.4rem,1fr));gap:.5rem;margin:1rem 0}
.numbers div{background:var(--panel);border-radius:6px;padding:.4rem .7rem}
.numbers b{display:block;font-size:1.15rem}.numbers span{color:var(--soft);font-size:.8rem}
figure{margin:1rem 0}figcaption{font-weight:600;margin-bottom:.2rem}
figcaption span{font-weight:400;font-size:.85rem;margin-left:.8rem;white-space:nowrap}
figcaption i{display:inline-block;width:.7rem;height:.7rem;border-radius:50%;margin-right:.3rem}
.plot{display:grid;grid-template-columns:auto 1fr;column-gap:.4rem}
.plot svg{width:100%;height:190px;display:block;overflow:visible}.plot.strip svg{height:90px}
.plot path,.plot line{vector-effect:non-scaling-stroke;fill:none}.grid{stroke:var(--line)}
.y{display:flex;flex-direction:column;justify-content:space-between;font-size:.75rem;color:var(--soft);text-align:right;margin:-.55rem 0}
.x{grid-column:2;display:flex;justify-content:space-between;font-size:.75rem;color:var(--soft);margin-top:.3rem}
table{border-collapse:collapse;width:100%;font-size:.85rem;margin:.4rem 0}
td,th{padding:.2rem .35rem;text-align:right;border-bottom:1px solid var(--line);vertical-align:top}
td,th{overflow-wrap:normal}td:first-child,th:first-child{text-align:left}
@media(max-width:520px){table{font-size:.75rem}td,th{padding:.2rem .15rem}}
`.replaceAll('\n', '');
