import fc from 'fast-check';
import { readXml, XmlRefused } from './xml';

const escaped = (text: string) => text.replace(/[&<>"']/g, (one) => `&#${one.charCodeAt(0)};`);

describe("AWS's XML", () => {
	test.each([
		['texts and elements', '<A xmlns="https://iam.amazonaws.com/doc/2010-05-08/"><B>x</B><C><D/></C></A>', { B: 'x', C: { D: '' } }],
		['lists', '<A><L><member>x</member><member><N>1</N></member></L></A>', { L: ['x', { N: '1' }] }],
		['empty lists, in either spelling', '<A><L/><M></M></A>', { L: '', M: '' }],
		['a declaration and white space', '<?xml version="1.0" encoding="UTF-8"?>\n<A>\n  <B>x</B>\n</A>\n', { B: 'x' }],
		['the five entities and characters by number', '<A><B>&lt;&gt;&amp;&quot;&apos;&#xA;&#233;</B></A>', { B: '<>&"\'\né' }],
		['what is escaped twice is unescaped once', '<A><B>&amp;lt;</B></A>', { B: '&lt;' }],
	])('%s', (_name, text, value) => {
		expect(readXml(text)).toEqual({ name: 'A', value });
	});

	test('names that mean something in JavaScript are names', () => {
		const { value } = readXml('<A><__proto__><x>1</x></__proto__></A>');
		expect(Object.keys(value)).toEqual(['__proto__']);
		expect(({} as { x?: string }).x).toBeUndefined();
	});
});

describe('what is anything else is refused', () => {
	test.each([
		['nothing', ''],
		['a document type', '<!DOCTYPE A [<!ENTITY a "b">]><A>&a;</A>'],
		['a document type inside', '<A><!DOCTYPE B></A>'],
		['a comment', '<A><!-- x --></A>'],
		['CDATA', '<A><![CDATA[x]]></A>'],
		['an instruction', '<A><?php x?></A>'],
		['an entity of its own', '<A>&nbsp;</A>'],
		['an entity that JavaScript knows', '<A>&toString;</A>'],
		['a lone ampersand', '<A>a & b</A>'],
		['a character that is none', '<A>&#0;</A>'],
		['half a character', '<A>&#xD800;</A>'],
		['no end', '<A><B>x</B>'],
		['an end too many', '<A></A></A>'],
		['crossed ends', '<A><B></A></B>'],
		['two documents', '<A/><B/>'],
		['text after the end', '<A/>x'],
		['an element twice', '<A><B>1</B><B>2</B></A>'],
		['text between elements', '<A>x<B/></A>'],
		['HTML', '<!DOCTYPE html><html><body><p>Sign in<br></body></html>'],
		['half a tag', '<A><B'],
		['an attribute without quotes', '<A x=1/>'],
		['depth', `${'<A>'.repeat(30)}${'</A>'.repeat(30)}`],
		['size', `<A>${' '.repeat(9 * 1024 * 1024)}</A>`],
	])('%s', (_name, text) => {
		expect(() => readXml(text)).toThrow(XmlRefused);
	});

	test('whatever it is, it is read or refused, never anything else', () => {
		const pieces = fc.constantFrom('<A>', '</A>', '<A/>', '<', '>', '&', '&amp;', '<member>', '</member>', 'x', '<!', '<?', '"', ' ');
		fc.assert(
			fc.property(fc.array(pieces, { maxLength: 30 }), (parts) => {
				try {
					return typeof readXml(parts.join('')).name === 'string';
				} catch (error) {
					return error instanceof XmlRefused;
				}
			}),
		);
	});

	test('any text that is escaped comes back as it was', () => {
		fc.assert(
			fc.property(fc.string({ unit: fc.constantFrom(...'aé<>&"\' ;#x\n') }), (text) => {
				expect(readXml(`<A><B>${escaped(text)}</B></A>`).value).toEqual({ B: text });
			}),
		);
	});

	test('a hostile text costs no more than its length', () => {
		const started = performance.now();
		for (const text of ['<A '.repeat(200_000), `<A ${'x="y" '.repeat(100_000)}`, '&'.repeat(500_000), `<A>${'&amp'.repeat(200_000)}</A>`, `<?xml ${'a '.repeat(200_000)}`]) expect(() => readXml(text)).toThrow(XmlRefused);
		expect(performance.now() - started).toBeLessThan(5_000);
	});
});
