import { paletteCss } from '../../pictures/palette.ts';

/** The report's looks: on a screen in light and dark, and on A4. */
export const reportCss = `${paletteCss}
*{box-sizing:border-box}
html{background:var(--paper);color:var(--ink);font:15px/1.5 system-ui,-apple-system,"Segoe UI",Roboto,"Noto Sans",sans-serif}
body{max-width:980px;margin:0 auto;padding:32px 24px 64px}
h1{font-size:28px;line-height:1.2;margin:0 0 4px}
h2{font-size:20px;margin:40px 0 8px;padding-top:10px;border-top:1px solid var(--line);break-after:avoid}
h3{font-size:16px;margin:24px 0 6px;break-after:avoid}
p{margin:6px 0;max-width:72ch;overflow-wrap:anywhere}
.lead{font-size:17px}.soft,.note{color:var(--soft)}.note{font-size:13px}
.warning{border-left:4px solid var(--bad);padding:2px 12px;background:var(--raised)}
.answer{border:1px solid var(--line);border-left:5px solid var(--c0);background:var(--raised);padding:10px 16px;margin:14px 0}
table{border-collapse:collapse;font-size:13px;margin:10px 0;max-width:100%}
caption{text-align:left;color:var(--soft);padding:2px 0}
th,td{padding:3px 8px;text-align:left;vertical-align:top;border-bottom:1px solid var(--line)}
td.long,th.long{overflow-wrap:anywhere}td.text{min-width:24ch}
th{font-weight:600}thead th{border-bottom:2px solid var(--soft)}
.n{text-align:right;font-variant-numeric:tabular-nums;white-space:nowrap}
tr.take{background:var(--raised)}tr.take td,tr.take th{font-weight:600}
tr.border td,tr.border th{border-top:2px dashed var(--soft)}
.wide{overflow-x:auto}
figure,.whole{break-inside:avoid}figure{margin:16px 0;width:100%}
figcaption{font-weight:600;margin-bottom:4px}
figure svg{display:block;width:100%;height:auto}
.pair{display:flex;flex-wrap:wrap;gap:8px 28px;align-items:flex-start}.pair figure{flex:1 1 380px;min-width:0}
details{font-size:13px}summary{cursor:pointer;color:var(--c0)}details table{display:block;overflow-x:auto}
dl{display:grid;grid-template-columns:max-content 1fr;gap:2px 18px;margin:8px 0}dt{color:var(--soft)}dd{margin:0;overflow-wrap:anywhere}
pre{background:var(--raised);border:1px solid var(--line);padding:10px 12px;font:12.5px/1.45 ui-monospace,"DejaVu Sans Mono",monospace;white-space:pre-wrap;overflow-wrap:anywhere}
pre.two{columns:2;column-gap:24px}
code{font:13px ui-monospace,"DejaVu Sans Mono",monospace;overflow-wrap:anywhere}
nav{font-size:13px;margin:14px 0}nav a{margin-right:14px;white-space:nowrap}
a{color:var(--c0)}a:focus-visible,summary:focus-visible{outline:2px solid var(--c1);outline-offset:2px}
@media (max-width:640px){body{padding:16px 12px}pre.two{columns:1}dl{grid-template-columns:1fr}dt{margin-top:6px}}
@page{size:A4;margin:15mm}
@media print{html{font-size:9.5pt;-webkit-print-color-adjust:exact;print-color-adjust:exact}body{max-width:none;padding:0}
nav,details{display:none}h1{font-size:18pt}h2{font-size:13pt;margin-top:16pt}h3{font-size:11pt}.lead{font-size:11pt}
table{font-size:8pt}th,td{padding:2px 5px}pre{font-size:7.5pt}.note{font-size:8pt}thead{display:table-header-group}tr,.answer{break-inside:avoid}
.pair{display:block}.pair>*{display:inline-block;vertical-align:top;width:49%;margin:8px 0}.wide{overflow:visible}}
`;
