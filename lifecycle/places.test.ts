import { temporaryLedger } from '../test/support/temporaryLedger';
import { virtualClock } from '../test/support/virtualClock';
import { cutAccess } from './cut';
import type { StepResult } from './outcome';
import { inEach, isWithin } from './places';
import { defaultPatience } from './readBack';
import { change, nothingToUndo, satisfied, step } from './step';
import type { AccountRef, System } from './system';
import type { Work } from './work';

type Lock = { locked: boolean };

/** A house in a street of houses; whoever has a key there is locked out of it. */
const house = (number: string, keys: string[], search: () => Promise<void> = async () => {}): System => {
	const lock: Lock = { locked: false };
	const lockOut = step<Lock, AccountRef>()<Lock>({
		id: 'lockOut',
		label: 'Lock Out',
		danger: 'They stay outside.',
		needs: ['hands'],
		readBackFrom: 'the lock',
		givenBack: 'nothing',
		closes: 'sign-in',
		stage: 'cut',
		read: async (client) => ({ ...client }),
		plan: ({ locked }) => (locked ? satisfied('locked') : change('lock')),
		apply: async (client) => void (client.locked = true),
		undo: nothingToUndo('nothing'),
	});
	const system: System<Lock> = {
		id: `street:${number}`,
		label: `House ${number}`,
		steps: [lockOut],
		connect: () => lock,
		find: async (_client, { id }) => {
			await search();
			return keys.includes(id) ? { kind: 'one', account: { id: `${number}/${id}`, label: id } } : { kind: 'none', why: `Nobody in house ${number} has the id ${id}.` };
		},
		untouchable: async () => null,
		rights: async () => [],
		giving: { create: { needs: [], plan: () => change('cut a key'), apply: async () => {} }, steps: [] },
		accounts: async function* () {
			yield [];
		},
	};
	return system as unknown as System;
};

const work = async (): Promise<Work> => {
	const clock = virtualClock();
	const ledger = await temporaryLedger(clock.now);
	return { ledger, clock, patience: defaultPatience, caseId: 'case', run: 'run', node: 'Cut Street', dryRun: false, worker: 'one' };
};

const cut = async (...houses: System[]): Promise<StepResult[]> => {
	const terms = await work();
	try {
		return await inEach(houses, terms, (system, mine) => cutAccess(system, { id: '30', workEmail: null }, { steps: ['lockOut'], missingAccountIsFine: false }, mine));
	} finally {
		await terms.ledger.close();
	}
};

const told = (results: StepResult[]) => results.map(({ system, outcome, accepted }) => `${system} ${outcome}${accepted ? ', fine' : ''}`);

test('a person is cut wherever they have an account, and need none elsewhere', async () => {
	expect(told(await cut(house('1', []), house('2', ['30']), house('3', ['30'])))).toEqual(['street:1 not_found, fine', 'street:2 done', 'street:3 done']);
});

test('somebody who has an account nowhere was not found anywhere', async () => {
	expect(told(await cut(house('1', []), house('2', ['31'])))).toEqual(['street:1 not_found', 'street:2 not_found']);
});

test('a place that cannot be searched is no place where they were found', async () => {
	const dark = house('2', ['30'], () => Promise.reject(new Error('no light')));
	expect(told(await cut(house('1', []), dark))).toEqual(['street:1 not_found', 'street:2 failed']);
});

test('who ends before looking is not waited for', async () => {
	const terms = await work();
	const results = await inEach([house('1', []), house('2', ['30'])], terms, async (system, mine) =>
		system.id === 'street:2' ? [] : cutAccess(system, { id: '30', workEmail: null }, { steps: ['lockOut'], missingAccountIsFine: false }, mine),
	);
	await terms.ledger.close();
	expect(told(results)).toEqual(['street:1 not_found']);
});

test('an account a place knows from before counts as found', async () => {
	const known = { ...house('1', []), revisit: async () => ({ id: '1/30', label: '30' }) };
	const terms = await work();
	await terms.ledger.append({ kind: 'access.snapshot', caseId: 'case', content: { system: 'street:1', account: { id: '1/30', label: '30' }, states: {} } });
	const results = await inEach([known, house('2', [])], terms, (system, mine) => cutAccess(system, { id: '30', workEmail: null }, { steps: ['lockOut'], missingAccountIsFine: false }, mine));
	await terms.ledger.close();
	expect(told(results)).toEqual(['street:1 done', 'street:2 not_found, fine']);
});

test('all places are worked on at once', async () => {
	let arrived = 0;
	let open = () => {};
	const bothThere = new Promise<void>((resolve) => (open = resolve));
	const meet = async () => {
		if (++arrived === 2) open();
		await bothThere;
	};
	expect(told(await cut(house('1', ['30'], meet), house('2', ['30'], meet)))).toEqual(['street:1 done', 'street:2 done']);
});

test.each([
	['aws', 'aws', true],
	['aws', 'aws:111122223333', true],
	['aws:111122223333', 'aws:111122223333', true],
	['aws:111122223333', 'aws', false],
	['aws', 'awsome', false],
])('what is said of %s holds in %s: %s', (system, place, holds) => {
	expect(isWithin(system, place)).toBe(holds);
});
