import { describe, expect, it } from 'vitest';

import { dataBlock, el, t, tableOf } from '../../../cli/report/html.ts';

const hostile = `</td><script>alert('1')</script>"&`;
const harmless = '&lt;/td&gt;&lt;script&gt;alert(&#39;1&#39;)&lt;/script&gt;&quot;&amp;';

describe('el', () => {
  it('escapes texts and attributes, and keeps elements', () => {
    expect(el('p', { title: hostile }, t(hostile), el('b', {}, t('x')), [])).toBe(
      `<p title="${harmless}">${harmless}<b>x</b></p>`,
    );
  });
});

describe('tableOf', () => {
  it('shows hostile cells as text, under heads with a scope', () => {
    const table = tableOf(hostile, [{ text: hostile, right: true }], [{ cells: [{ text: hostile, strong: true }] }]);

    expect(table).not.toContain('<script');
    expect(table).toContain(`<caption>${harmless}</caption>`);
    expect(table).toContain('<th scope="col" class="n long">');
    expect(table).toContain('<th class="long" scope="row">');
  });
});

describe('dataBlock', () => {
  it('cannot be ended by what it holds, and reads back the same', () => {
    const block = dataBlock('x', JSON.stringify({ a: '</script><!--<script>' }));

    expect(block.match(/<\/script>/g)).toHaveLength(1);
    expect(JSON.parse(/>([^]*)<\/script>$/.exec(block)?.[1] ?? '')).toEqual({ a: '</script><!--<script>' });
  });
});
