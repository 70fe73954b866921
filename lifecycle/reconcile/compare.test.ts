import fc from 'fast-check';
import type { Exception } from '../exceptions/exception';
import type { Standing } from '../known';
import { compare, type Comparison, type Finding, type SystemAccount } from './compare';
import type { Rostered } from './roster';

const person = (id: string, changes: Partial<Rostered> = {}): Rostered => ({ id, name: `Person ${id}`, workEmail: `p${id}@acme.test`, standing: 'working', source: 'hr/acme', ...changes });
const account = (changes: Partial<SystemAccount> = {}): SystemAccount => ({
	system: 'okta', id: '00u1', label: 'somebody', personId: null, email: null, name: null, status: 'ACTIVE', usable: true, kind: 'person', masteredBy: null, createdAt: null, lastSignInAt: null, ...changes,
});
const exception = (changes: Partial<Exception>): Exception => ({
	id: 'ex_1', type: 'protected', who: [], system: null, step: null, owner: 'CISO', reason: 'break-glass', expiresAt: null, registeredBy: 'IT', registeredAt: '2026-01-01T00:00:00.000Z', ended: null, ...changes,
});
const comparison = (changes: Partial<Comparison>): Comparison => ({ people: [person('1')], accounts: [], inForce: [], formerById: new Map(), everybodyHas: [], judgeGuests: true, ...changes });
const kinds = (changes: Partial<Comparison>) => compare(comparison(changes)).map(({ kind }) => kind);

describe('whose an account is', () => {
	const gone = person('2', { standing: 'gone' });
	const people = [person('1', { name: 'Ada Lovelace' }), gone];

	test.each<[string, Partial<SystemAccount>, Finding['kind']]>([
		['by the HR id', { personId: '1' }, 'belongs'],
		['by the HR id, whatever address it has', { personId: '1', email: gone.workEmail }, 'belongs'],
		['by the work email, however it is written', { email: 'P1@ACME.test' }, 'belongs'],
		['by a login that is the work email', { label: 'p1@acme.test', email: 'ada@home.test' }, 'belongs'],
		['never by name', { name: 'Ada Lovelace' }, 'orphan'],
		['nobody\'s', { email: 'x@acme.test' }, 'orphan'],
		['not by an empty HR id', { personId: ' ' }, 'orphan'],
		['of somebody gone', { personId: '2' }, 'shouldBeDisabled'],
		['of somebody gone, by the address', { email: gone.workEmail }, 'shouldBeDisabled'],
		['of somebody gone, and closed', { personId: '2', usable: false }, 'unusable'],
		['nobody\'s, and closed', { usable: false }, 'unusable'],
		['an HR id of nobody and an address of somebody contradict each other', { personId: '99', email: 'p1@acme.test' }, 'ambiguous'],
		['an old HR id and the address of somebody gone do not', { personId: '99', email: gone.workEmail }, 'shouldBeDisabled'],
		['a service nobody registered', { kind: 'service', label: 'svc-backup' }, 'orphan'],
	])('%s', (_, changes, kind) => {
		expect(kinds({ people, accounts: [account(changes)] })).toEqual([kind]);
	});

	test('whoever came back under another id has their address, and what is left of the old one has not', () => {
		const [before, after] = [person('5', { standing: 'gone', workEmail: 'eve@acme.test' }), person('6', { workEmail: 'eve@acme.test' })];
		const found = compare(comparison({ people: [before, after], accounts: [account({ email: 'eve@acme.test' })] }));
		expect(found).toMatchObject([{ kind: 'belongs', person: { id: '6' } }]);
	});

	test('two who share an address are named, and neither is taken for its owner', () => {
		const people = ['7', '8'].map((id) => person(id, { workEmail: 'shared@acme.test' }));
		expect(compare(comparison({ people, accounts: [account({ email: 'shared@acme.test' })] }))).toMatchObject([{ kind: 'ambiguous', whose: { kind: 'several', people: [{ id: '7' }, { id: '8' }] } }]);
	});

	test('whom HR does not list any more, and the ledger knows to have left, is gone and not nobody', () => {
		const formerById = new Map([['44', { id: '44', name: 'Grace', workEmail: null, source: 'hr/acme' }]]);
		expect(compare(comparison({ formerById, accounts: [account({ personId: '44' })] }))).toMatchObject([{ kind: 'shouldBeDisabled', person: { id: '44', name: 'Grace', standing: 'gone' } }]);
	});

	test('two active accounts of one person in one system are told of; in two systems, or with one closed, they are not', () => {
		const two = [account({ id: 'a', personId: '1' }), account({ id: 'b', email: 'p1@acme.test' })];
		expect(kinds({ accounts: two })).toEqual(['severalAccounts', 'severalAccounts']);
		expect(kinds({ accounts: [two[0]!, { ...two[1]!, system: 'google' }] })).toEqual(['belongs', 'belongs']);
		expect(kinds({ accounts: [two[0]!, { ...two[1]!, usable: false }] })).toEqual(['belongs', 'unusable']);
		expect(kinds({ accounts: two, inForce: [exception({ who: ['b'] })] })).toEqual(['belongs', 'belongs']);
	});

	test('both accounts of somebody gone should be disabled', () => {
		expect(kinds({ people: [gone], accounts: [account({ id: 'a', personId: '2' }), account({ id: 'b', personId: '2' })] })).toEqual(['shouldBeDisabled', 'shouldBeDisabled']);
	});
});

describe('what is registered is known', () => {
	const orphan = account({ id: '00U9', label: 'BreakGlass@acme.test' });
	test.each<[string, Partial<Exception>, Finding['kind']]>([
		['by its id', { who: ['00u9'] }, 'registered'],
		['by its login', { who: ['breakglass@acme.test'] }, 'registered'],
		['as a drill person', { type: 'drill', who: ['00u9'] }, 'registered'],
		['as an exception for the system', { type: 'exception', system: 'okta', who: ['00u9'] }, 'registered'],
		['an exception for another system counts there', { type: 'exception', system: 'google', who: ['00u9'] }, 'orphan'],
		['an exception for one step keeps no account', { type: 'exception', system: 'okta', step: 'removeFromGroups', who: ['00u9'] }, 'orphan'],
		['a legal hold keeps nobody\'s access', { type: 'legalHold', who: ['00u9'] }, 'orphan'],
		['a VIP is cut as well', { type: 'vip', who: ['00u9'] }, 'orphan'],
		['somebody else', { who: ['00u8'] }, 'orphan'],
	])('%s', (_, changes, kind) => {
		expect(kinds({ accounts: [orphan], inForce: [exception(changes)] })).toEqual([kind]);
	});

	test('somebody who left and keeps one system by an exception is known there, by the HR id too', () => {
		const people = [person('1', { standing: 'gone' })];
		const keeps = exception({ type: 'exception', system: 'okta', who: ['1'] });
		expect(kinds({ people, inForce: [keeps], accounts: [account({ personId: '1' }), account({ system: 'google', id: 'g', personId: '1' })] })).toEqual(['shouldBeDisabled', 'registered']);
	});
});

test('guests have to be somebody\'s as well, unless the administrator says otherwise', () => {
	const guest = account({ kind: 'guest' });
	expect(kinds({ accounts: [guest] })).toEqual(['orphan']);
	expect(kinds({ accounts: [guest], judgeGuests: false })).toEqual(['guest']);
	expect(kinds({ people: [person('1', { standing: 'gone' })], accounts: [{ ...guest, personId: '1' }], judgeGuests: false })).toEqual(['shouldBeDisabled']);
});

describe('who has none', () => {
	const missing = (changes: Partial<Comparison>) => compare(comparison(changes)).flatMap((finding) => (finding.kind === 'missing' ? [`${finding.person.id} in ${finding.system}`] : []));
	const others = account({ id: 'x', personId: '1' });

	test('only where everybody is to have one, and only who works here', () => {
		const people = [person('1'), person('2'), person('3', { standing: 'gone' }), person('4', { standing: 'ahead' }), person('5', { standing: 'onLeave' })];
		expect(missing({ people, accounts: [others] })).toEqual([]);
		expect(missing({ people, accounts: [others], everybodyHas: ['okta'] })).toEqual(['2 in okta']);
	});

	test('a closed account, and one in any place of the system, is one', () => {
		const people = [person('1'), person('2')];
		expect(missing({ people, accounts: [others, account({ id: 'y', personId: '2', usable: false })], everybodyHas: ['okta'] })).toEqual([]);
		expect(missing({ people, accounts: [{ ...others, system: 'aws:1' }, account({ system: 'aws:2', id: 'y', personId: '2' })], everybodyHas: ['aws'] })).toEqual([]);
	});
});

describe('a guess at the owner', () => {
	const people = [person('1', { name: 'Zoë Ångström', workEmail: 'zoe@acme.test' }), person('2', { name: 'Mateo Rivas', workEmail: 'mateo.rivas@acme.test' }), person('3', { name: 'Maria Rivas', workEmail: 'maria@acme.test' })];
	const guess = (changes: Partial<SystemAccount>, among = people) => {
		const [found] = compare(comparison({ people: among, accounts: [account(changes)] }));
		return found?.kind === 'orphan' ? found.ownerGuess : 'no orphan';
	};

	test.each<[string, Partial<SystemAccount>, string, RegExp]>([
		['the same name', { name: 'mateo rivas ' }, '2', /same name/],
		['the same beginning of the address', { email: 'mateo.rivas@old.test' }, '2', /begins with the same word/],
		['a login made of the name, without its accents', { label: 'zangstrom' }, '1', /looks like their name/],
	])('%s', (_, changes, id, why) => {
		expect(guess(changes)).toMatchObject({ person: { id }, why: expect.stringMatching(why) });
	});

	test('there is none where two fit, or nobody', () => {
		expect(guess({ label: 'mrivas' })).toBeNull();
		expect(guess({ label: 'svc-backup' })).toBeNull();
	});

	test('of two who fit, the one who works here', () => {
		expect(guess({ label: 'mrivas' }, [people[1]!, { ...people[2]!, standing: 'gone' }])).toMatchObject({ person: { id: '2' } });
	});
});

describe('of any people and any accounts', () => {
	const ids = fc.constantFrom('1', '2', '3', '4', '5', '');
	const addresses = fc.option(fc.constantFrom('p1@acme.test', 'P2@Acme.test', 'p3@acme.test', 'p4@acme.test', 'stranger@acme.test'));
	const standings = fc.constantFrom<Standing[]>('working', 'onLeave', 'ahead', 'gone');
	const someone = fc.record({ id: ids.filter((id) => id !== ''), standing: standings, workEmail: addresses }).map(({ id, ...rest }) => person(id, rest));
	const some = fc
		.record({ system: fc.constantFrom('okta', 'google', 'aws:1'), id: fc.constantFrom('a', 'b', 'c', 'd', 'e', 'f'), personId: fc.option(ids), email: addresses, label: fc.constantFrom('login', 'p2@acme.test'), usable: fc.boolean(), kind: fc.constantFrom<SystemAccount['kind'][]>('person', 'guest', 'service') })
		.map((changes) => account(changes));
	const uniqueAccounts = fc.uniqueArray(some, { selector: ({ system, id }) => `${system}/${id}`, maxLength: 12 });
	const lists = fc.record({ people: fc.array(someone, { maxLength: 10 }), accounts: uniqueAccounts });

	test('G13: nobody\'s account is called an orphan whose HR id or work email is on it', () => {
		fc.assert(
			fc.property(lists, ({ people, accounts }) => {
				const orphans = compare(comparison({ people, accounts })).flatMap((finding) => (finding.kind === 'orphan' ? [finding.account] : []));
				const emails = people.flatMap(({ workEmail }) => workEmail?.toLowerCase() ?? []);
				for (const { personId, email } of orphans) {
					expect(people.map(({ id }) => id)).not.toContain(personId);
					expect(emails).not.toContain(email?.toLowerCase());
				}
			}),
			{ numRuns: 1_000 },
		);
	});

	test('G13: nobody who works here is said to be gone', () => {
		fc.assert(
			fc.property(lists, ({ people, accounts }) => {
				for (const finding of compare(comparison({ people, accounts }))) {
					if (finding.kind !== 'shouldBeDisabled') continue;
					expect(finding.person.standing).toBe('gone');
					const carriers = people.filter(({ id }) => id === finding.account.personId);
					expect(carriers.every(({ standing }) => standing === 'gone')).toBe(true);
				}
			}),
			{ numRuns: 1_000 },
		);
	});

	test('G13: every account comes out once, and the order of the lists changes nothing', () => {
		fc.assert(
			fc.property(lists, fc.infiniteStream(fc.nat(1_000)), ({ people, accounts }, ranks) => {
				const shuffled = <Item>(items: readonly Item[]): Item[] =>
					items
						.map((item) => ({ item, rank: ranks.next().value as number }))
						.sort((one, other) => one.rank - other.rank)
						.map(({ item }) => item);
				const terms = { everybodyHas: ['okta', 'aws'] };
				const found = compare(comparison({ people, accounts, ...terms }));
				expect(compare(comparison({ people: shuffled(people), accounts: shuffled(accounts), ...terms }))).toEqual(found);
				expect(found.filter(({ kind }) => kind !== 'missing')).toHaveLength(accounts.length);
			}),
			{ numRuns: 500 },
		);
	});
});
