import { h, toHtml } from './markup';

it.each([
	['<b>&"\'', '&lt;b&gt;&amp;&quot;\''],
	['</script><!--', '&lt;/script&gt;&lt;!--'],
	['a\u0000b\u001bc\r\u0085', 'a\ufffdb\ufffdc\ufffd\ufffd'],
	['\u202egnp.exe \u2066x\u2069', '\ufffdgnp.exe \ufffdx\ufffd'],
	['محمد é 👩‍🚀\n\t', 'محمد é 👩‍🚀\n\t'],
])('text is text: %j', (text, html) => {
	expect(toHtml(text)).toBe(html);
	expect(toHtml(h('p', { title: text }, text))).toBe(`<p title="${html}">${html}</p>`);
});

it('leaves gaps out, and flattens lists', () => {
	expect(toHtml(h('ul', { class: undefined, hidden: true, id: false }, null, undefined, false, '', [h('li', {}, 'a'), [h('li', {}, 'b')]]))).toBe('<ul hidden=""><li>a</li><li>b</li></ul>');
	expect(toHtml(h('input', { type: 'text' }))).toBe('<input type="text">');
});
