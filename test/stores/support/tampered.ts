import type { BareRecord, Bundle, BundleRecord, PeriodBundle, Segment } from '../../../ledger';

export type Change = [what: string, text: string];

const otherCharacter = (character: string): string => (character === 'A' ? 'B' : 'A');

/** One character replaced, left out, doubled, and a space put before it; at `places` places spread over the text. */
const edits = (text: string, places: number): Change[] => {
	const stride = Math.max(1, Math.floor(text.length / places));
	const spread = Array.from({ length: Math.ceil(text.length / stride) }, (_, index) => index * stride);
	return [...new Set([...spread, text.length - 1])].flatMap((at) => {
		const put = (middle: string): string => text.slice(0, at) + middle + text.slice(at + 1);
		const was = text[at]!;
		const how: Change[] = [['replaced', put(otherCharacter(was))], ['left out', put('')]];
		return at % 3 === 0 ? [...how, ['doubled', put(was + was)] as Change, ['after a space', put(` ${was}`)] as Change] : how;
	}).filter(([, changed]) => changed !== text);
};

const emptyValues: readonly unknown[] = [null, 5, '', [], {}, true];

const without = <Whole extends object>(whole: Whole, name: string): object => Object.fromEntries(Object.entries(whole).filter(([key]) => key !== name));

const ofLists = <Item>(items: readonly Item[], stranger: Item): [string, Item[]][] => [
	...items.map((_, index): [string, Item[]] => [`${index} left out`, items.toSpliced(index, 1)]),
	...items.map((item, index): [string, Item[]] => [`${index} twice`, items.toSpliced(index, 0, item)]),
	...items.slice(1).map((item, index): [string, Item[]] => [`${index} and the next exchanged`, items.with(index, item).with(index + 1, items[index]!)]),
	...items.map((_, index): [string, Item[]] => [`${index} replaced by a stranger`, items.with(index, stranger)]),
	['a stranger added', [...items, stranger]],
	['all left out', []],
];

const ofParts = (record: BareRecord, places: number): [string, unknown][] => [
	...(['entry', 'body', 'salt'] as const).flatMap((part): [string, unknown][] => edits(record[part] ?? '', places).map(([how, changed]) => [`${part} ${how}`, { ...record, [part]: changed }])),
	...Object.keys(record).flatMap((part): [string, unknown][] => [
		[`without ${part}`, without(record, part)],
		...emptyValues.map((value): [string, unknown] => [`${part} ${JSON.stringify(value)}`, { ...record, [part]: value }]),
	]),
	['with one member more', { ...record, more: 1 }],
	['without content', { ...record, body: null, salt: null }],
	['a text', 'record'],
	['null', null],
];

const ofRecord = (record: BundleRecord, places: number): [string, unknown][] => [
	...ofParts(record, places),
	...record.proof.flatMap((hash, at): [string, unknown][] => edits(hash, 2).map(([how, changed]) => [`hash ${at} ${how}`, { ...record, proof: record.proof.with(at, changed) }])),
	...ofLists(record.proof, Buffer.alloc(32, 9).toString('base64')).map(([how, proof]): [string, unknown] => [`proof: ${how}`, { ...record, proof }]),
];

const ofContinuation = ({ consistency }: Bundle, stranger: BundleRecord): [string, unknown][] => {
	if (consistency === undefined) return [];
	return [
		...[consistency.size + 1, consistency.size - 1, 0, -1, 0.5, 1e300, '1', null].map((size): [string, unknown] => [`of size ${size}`, { ...consistency, size }]),
		...edits(consistency.root, 12).map(([how, root]): [string, unknown] => [`root ${how}`, { ...consistency, root }]),
		...ofLists(consistency.proof, stranger.proof[0] ?? '').map(([how, proof]): [string, unknown] => [`proof: ${how}`, { ...consistency, proof }]),
		['its proof a text', { ...consistency, proof: 'proof' }],
		['with one member more', { ...consistency, more: 1 }],
	];
};

/** Copies of a bundle with one thing in it changed, and some that are the same bundle written otherwise. */
export const tampered = (bundle: Bundle, stranger: BundleRecord, places = 8): Change[] => {
	const text = JSON.stringify(bundle);
	const written = (changed: object): string => JSON.stringify({ ...bundle, ...changed });
	const record = (index: number, changed: unknown): string => written({ records: bundle.records.with(index, changed as BundleRecord) });
	return [
		...bundle.records.flatMap((one, index) => ofRecord(one, places).map(([what, changed]): Change => [`record ${index}: ${what}`, record(index, changed)])),
		...ofLists(bundle.records, stranger).map(([how, records]): Change => [`records: ${how}`, written({ records })]),
		...(['caseId', 'exportedAt', 'vkey', 'checkpoint', 'statement', 'format'] as const).flatMap((part) => edits(bundle[part], places * 4).map(([how, changed]): Change => [`${part} ${how}`, written({ [part]: changed })])),
		['checkpoint and statement exchanged', written({ checkpoint: bundle.statement, statement: bundle.checkpoint })],
		...ofContinuation(bundle, stranger).map(([how, changed]): Change => [`consistency: ${how}`, written({ consistency: changed })]),
		...Object.keys(bundle).flatMap((part): Change[] => [
			[`without ${part}`, JSON.stringify(without(bundle, part))],
			...emptyValues.map((value): Change => [`${part} ${JSON.stringify(value)}`, written({ [part]: value })]),
			[`${part} twice`, text.replace('{', () => `{${JSON.stringify(part)}:${JSON.stringify(bundle[part as keyof Bundle])},`)],
		]),
		['with one member more', written({ more: 1 })],
		...Array.from({ length: 20 }, (_, part): Change => [`cut off after ${part} of 20 parts`, text.slice(0, Math.floor((text.length * part) / 20))]),
		['something after it', `${text} {}`],
		['after a byte order mark', `\ufeff${text}`],
		['half a surrogate pair', text.replace('{', '{"\\ud800":1,')],
		['nested 199 deep', text.replace('{', `{"a":${'['.repeat(199)}1${']'.repeat(199)},`)],
		['nested 100 000 deep', text.replace('{', `{"a":${'['.repeat(1e5)}`)],
		['a number that is none', text.replace('{', '{"a":NaN,')],
		...['null', '[]', '"jml-bundle/1"', '1', '', ' '].map((other): Change => [`${other} in its place`, other]),
		['the same, spaced', JSON.stringify(bundle, null, 4)],
		['the same, reversed', JSON.stringify(Object.fromEntries(Object.entries(bundle).reverse()))],
		['the same, escaped', text.replace('jml-bundle', '\\u006aml-bundle')],
	];
};

/** Changes of the members of the file itself, whatever it holds. */
const ofMembers = (evidence: Bundle | PeriodBundle | Segment, texts: readonly string[], places: number): Change[] => {
	const members = evidence as unknown as Record<string, unknown>;
	return [
		...texts.flatMap((part) => edits(members[part] as string, places).map(([how, changed]): Change => [`${part} ${how}`, JSON.stringify({ ...members, [part]: changed })])),
		...Object.keys(members).flatMap((part): Change[] => [
			[`without ${part}`, JSON.stringify(without(members, part))],
			...emptyValues.map((value): Change => [`${part} ${JSON.stringify(value)}`, JSON.stringify({ ...members, [part]: value })]),
		]),
		['with one member more', JSON.stringify({ ...members, more: 1 })],
	];
};

/** Copies of a period with one thing in it changed. */
export const tamperedPeriod = (period: PeriodBundle): Change[] => {
	const written = (changed: object): string => JSON.stringify({ ...period, ...changed });
	const { cases, nodes } = period;
	const ofCase = (index: number, changed: unknown): string => written({ cases: cases.with(index, changed as (typeof cases)[0]) });
	return [
		...ofMembers(period, ['vkey', 'checkpoint', 'statement', 'from', 'to', 'exportedAt'], 30),
		...ofLists(cases, { caseId: 'case-3', records: [] }).map(([how, changed]): Change => [`cases: ${how}`, written({ cases: changed })]),
		...cases.flatMap((one, index): Change[] => [
			...ofLists(one.records, cases[1 - index]!.records[0]!).map(([how, records]): Change => [`case ${index}: records: ${how}`, ofCase(index, { ...one, records })]),
			...one.records.flatMap((record, at) => ofParts(record, 8).map(([how, changed]): Change => [`case ${index}: record ${at}: ${how}`, ofCase(index, { ...one, records: one.records.with(at, changed as BareRecord) })])),
			...[...emptyValues, { caseId: one.caseId }, { ...one, more: 1 }, { ...one, records: 5 }].map((changed): Change => [`case ${index}: ${JSON.stringify(changed)}`, ofCase(index, changed)]),
		]),
		...Object.entries(nodes).flatMap(([name, hash]): Change[] => [
			[`without node ${name}`, written({ nodes: without(nodes, name) })],
			...[hash.slice(4), `A${hash.slice(1)}`, '', null, 5].map((other): Change => [`node ${name} ${other}`, written({ nodes: { ...nodes, [name]: other } })]),
		]),
		...['0-6', '0-100', '99-100', '0-0', '', '__proto__x', 'toString'].map((name): Change => [`node ${name} more`, written({ nodes: { ...nodes, [name]: Object.values(nodes)[0] } })]),
	];
};

/** Copies of a segment with one thing in it changed. */
export const tamperedSegment = (segment: Segment): Change[] => {
	const written = (changed: object): string => JSON.stringify({ ...segment, ...changed });
	const { records, frontier, from, to } = segment;
	return [
		...ofMembers(segment, ['vkey', 'checkpoint'], 30),
		...[from - 1, from + 1, to, to + 1, 0.5, 2 ** 53].flatMap((number): Change[] => [[`from ${number}`, written({ from: number })], [`to ${number}`, written({ to: number })]]),
		...ofLists(records, { ...records[0]!, body: null, salt: null }).map(([how, changed]): Change => [`records: ${how}`, written({ records: changed })]),
		...records.flatMap((record, at) => ofParts(record, 8).map(([how, changed]): Change => [`record ${at}: ${how}`, written({ records: records.with(at, changed as BareRecord) })])),
		...ofLists(frontier, Buffer.alloc(32, 9).toString('base64')).map(([how, changed]): Change => [`frontier: ${how}`, written({ frontier: changed })]),
		...frontier.flatMap((hash, at) => edits(hash, 4).map(([how, changed]): Change => [`frontier ${at} ${how}`, written({ frontier: frontier.with(at, changed) })])),
		// Entries that are well formed, so that only their place among the others shows that they were changed.
		...records.map(({ entry }, at): Change => [`record ${at} at another time`, written({ records: records.with(at, { ...records[at]!, entry: entry.replace('T10:00', 'T11:00') }) })]),
		...records.map(({ entry }, at): Change => [`record ${at} after another`, written({ records: records.with(at, { ...records[at]!, entry: entry.replace(/"prev":"\w{8}/, '"prev":"deadbeef') }) })]),
	];
};

/** Each record left out, with other content, or before the one it follows. */
export const coarselyTampered = (bundle: Bundle): Change[] => {
	const written = (records: readonly BundleRecord[]): string => JSON.stringify({ ...bundle, records });
	return bundle.records.flatMap((record, index): Change[] => [
		[`record ${index} left out`, written(bundle.records.toSpliced(index, 1))],
		[`record ${index} with other content`, written(bundle.records.with(index, { ...record, body: record.body?.replace('"', '"A') ?? null }))],
		[`record ${index} before the one it follows`, written(bundle.records.toSpliced(index, 1).toSpliced(Math.max(0, index - 1), 0, record))],
	]);
};

/** Copies of a proof of a single record with one thing in it changed. */
export const tamperedProof = (proof: string): Change[] => [
	...edits(proof, 120),
	...['index 00', 'index 01', 'index -1', 'index 9007199254740991', 'index 9007199254740992', 'index ', 'index 1 ', 'Index 1'].map((index): Change => [index, proof.replace(/index .*/, index)]),
	...['extra aGVsbG8=\n', 'extra aGVsbG9=\n', 'extra hello\n', 'extra \n', 'extra\n', 'extra aGVsbG8=\nextra aGVsbG8=\n'].map((extra): Change => [`with ${extra}`, proof.replace('index', `${extra}index`)]),
	['Windows line ends', proof.replaceAll('\n', '\r\n')],
	['without its checkpoint', proof.slice(0, proof.indexOf('\n\n') + 2)],
	['without its last line break', proof.slice(0, -1)],
];
