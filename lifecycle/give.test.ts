import type { Json } from '../ledger/types';
import { temporaryLedger } from '../test/support/temporaryLedger';
import { virtualClock } from '../test/support/virtualClock';
import { changeAccess, grantAccess } from './give';
import { givingStep, type GivingStep, type Wish } from './giving';
import { openJournal } from './journal';
import type { StepResult } from './outcome';
import { Problem } from './problem';
import { change, impossible, satisfied } from './step';
import type { AccountRef, Finding, System } from './system';
import type { Work } from './work';

type Desk = AccountRef & { personId: string; lamp: boolean; chair: boolean };

/** A house where people get a desk: small enough to see everything the runner does to it. */
const house = () => {
	const world = {
		desks: [] as Desk[],
		/** What a search does not show yet. */
		hidden: new Set<string>(),
		asked: [] as string[],
		sent: [] as string[],
		inTheWay: null as string | null,
		refuseWithout: null as string | null,
		whenMaking: async () => {},
		slip: true,
	};
	const desk = ({ id }: AccountRef) => world.desks.find((one) => one.id === id)!;
	const thing = (id: 'lamp' | 'chair', after: string[] = []): GivingStep<typeof world, AccountRef, Wish> =>
		givingStep<typeof world, AccountRef, Wish>()<{ there: boolean }>({
			id,
			label: `Bring ${id}`,
			needs: ['hands'],
			readBackFrom: 'the desk',
			after,
			asked: ({ join }) => join.includes(id),
			read: async (_client, account) => ({ there: desk(account)[id] }),
			plan: ({ there }) => (there ? satisfied(`The ${id} is there`) : change(`Bring the ${id}`)),
			apply: async (_client, account) => {
				world.sent.push(id);
				desk(account)[id] = true;
			},
		});
	const system: System<typeof world> = {
		id: 'house',
		label: 'House',
		steps: [],
		connect: () => world,
		find: async (_client, person, made): Promise<Finding<AccountRef>> => {
			world.asked.push(made === undefined ? 'search' : 'search and slip');
			const known = (one: Desk) => !world.hidden.has(one.id) || (made as { id: string } | undefined)?.id === one.id;
			const found = world.desks.filter((one) => one.personId === person.id && known(one));
			if (found.length > 1) return { kind: 'several', accounts: found, why: `Several desks carry ${person.id}.` };
			if (found.length === 1) return { kind: 'one', account: { id: found[0]!.id, label: found[0]!.label } };
			return { kind: 'none', why: 'No desk.', ...(world.inTheWay === null ? {} : { inTheWay: world.inTheWay }) };
		},
		untouchable: async () => null,
		rights: async () => [],
		giving: {
			create: {
				needs: ['hands'],
				plan: ({ person }) => (world.refuseWithout !== null ? impossible(world.refuseWithout) : change(`Set up a desk for ${person.name}`)),
				apply: async (_client, { person }): Promise<Json | void> => {
					world.sent.push('desk');
					const id = `desk-${world.desks.length + 1}`;
					world.desks.push({ id, label: `desk of ${person.name}`, personId: person.id, lamp: false, chair: false });
					await world.whenMaking();
					return world.slip ? { id } : undefined;
				},
			},
			steps: [thing('lamp', ['chair']), thing('chair')],
		},
		accounts: async function* () {
			yield [];
		},
	};
	return { world, system: system as unknown as System };
};

const person = { id: '30', name: 'Ada Lovelace', workEmail: 'ada@acme.test', title: null, department: null, location: null, timeZone: null, manager: null, startDate: null, lastDay: null, workerType: null, clearance: null };
const wish = (more: Partial<Wish> = {}): Wish => ({ person, facts: [], attributes: {}, usable: true, join: ['lamp', 'chair'], leave: [], ...more });

const started = async () => {
	const clock = virtualClock();
	const ledger = await temporaryLedger(clock.now);
	const work = (more: Partial<Work> = {}): Work => ({ ledger, clock, patience: { readBackMs: 60_000, proofMs: 20_000, tries: 4 }, caseId: 'case-1', run: 'run-1', node: 'Grant', dryRun: false, worker: 'one', ...more });
	return { clock, ledger, work, ...house() };
};

let site: Awaited<ReturnType<typeof started>>;
beforeEach(async () => {
	site = await started();
});
afterEach(() => site.ledger.close());

const grant = (more: Partial<Work> = {}, wanted: Partial<Wish> = {}) => grantAccess(site.system, wish(wanted), site.work(more));
const ends = (results: StepResult[]) => results.map(({ step, outcome, verified }) => `${step} ${outcome}/${verified}`);
const everything = ['createAccount done/true', 'lamp done/true', 'chair done/true'];

describe('giving to somebody who has no account', () => {
	test('makes it, reads it back, and supplies what is missing in order', async () => {
		expect(ends(await grant())).toEqual(everything);
		expect(site.world.sent).toEqual(['desk', 'chair', 'lamp']);
	});

	test('the account is the one that was read back, in every result that is about it', async () => {
		const [, lamp, chair] = await grant();
		expect([lamp!.account, chair!.account]).toEqual([expect.objectContaining({ id: 'desk-1' }), expect.objectContaining({ id: 'desk-1' })]);
	});

	test('the intent to make it is on the ledger before it is made', async () => {
		let intended = -1;
		site.world.whenMaking = async () => void (intended = (await site.ledger.records({ kinds: ['step.intended'] })).length);
		await grant();
		expect(intended).toBe(1);
	});

	test('a dry run says what it would make and supply, and touches nothing', async () => {
		const results = await grant({ dryRun: true });
		expect(ends(results)).toEqual(['createAccount planned/false', 'lamp planned/false', 'chair planned/false']);
		expect(results[1]!.reason).toContain('Once the account is there: Bring lamp');
		expect(site.world.sent).toEqual([]);
		expect(await site.ledger.records({ kinds: ['step.intended'] })).toEqual([]);
		expect(await site.ledger.records({ kinds: ['step.settled'] })).toHaveLength(3);
	});

	test('what nobody asked for is neither done nor told', async () => {
		expect(ends(await grant({}, { join: ['chair'] }))).toEqual(['createAccount done/true', 'chair done/true']);
	});

	test('an answer that was an error is not believed where the account is there', async () => {
		site.world.whenMaking = async () => {
			throw new Problem('timeout', 'House did not answer.');
		};
		expect(ends(await grant())).toEqual(everything);
		expect(site.world.sent.filter((one) => one === 'desk')).toHaveLength(1);
	});

	test('an account that was refused is a failure, and nothing is supplied to nobody', async () => {
		site.world.whenMaking = async () => {
			site.world.desks.length = 0;
			throw new Problem('rejected', 'House is full.');
		};
		const results = await grant();
		expect(ends(results)).toEqual(['createAccount failed/false']);
		expect(results[0]!.reason).toContain('House is full.');
	});

	test('a success that made nothing is a failure', async () => {
		site.world.whenMaking = async () => void (site.world.desks.length = 0);
		const results = await grant();
		expect(ends(results)).toEqual(['createAccount failed/false']);
		expect(results[0]!.reason).toContain('still shows');
		expect(site.world.sent).toEqual(['desk']);
	});

	test('a search that shows it only later does not keep it from being found', async () => {
		site.world.whenMaking = async () => void site.world.hidden.add('desk-1');
		expect(ends(await grant())).toEqual(everything);
		expect(site.world.asked.at(-1)).toBe('search and slip');
	});

	test('where nothing was handed back, the search is waited for', async () => {
		Object.assign(site.world, { slip: false, whenMaking: async () => void site.world.hidden.add('desk-1') });
		site.clock.every(2_000, () => site.world.hidden.clear());
		expect(ends(await grant())).toEqual(everything);
		expect(site.world.sent.filter((one) => one === 'desk')).toHaveLength(1);
	});

	test('what the system insists on and nobody gave is said, and nothing is made', async () => {
		site.world.refuseWithout = 'HR has no last name for Ada.';
		const results = await grant();
		expect(ends(results)).toEqual(['createAccount failed/false']);
		expect(results[0]!.reason).toBe('HR has no last name for Ada.');
		expect(site.world.sent).toEqual([]);
	});

	test('what stands in the way is said, and nothing is made', async () => {
		site.world.inTheWay = "The address is somebody else's.";
		const results = await grant();
		expect(ends(results)).toEqual(['createAccount failed/false']);
		expect(results[0]!.reason).toBe("The address is somebody else's.");
		expect(site.world.sent).toEqual([]);
	});
});

describe('giving to somebody who has an account', () => {
	beforeEach(() => void site.world.desks.push({ id: 'desk-9', label: 'desk of Ada', personId: '30', lamp: true, chair: false }));

	test('makes none, and supplies only what is missing', async () => {
		expect(ends(await grant())).toEqual(['createAccount already_done/true', 'lamp already_done/true', 'chair done/true']);
		expect(site.world.sent).toEqual(['chair']);
	});

	test('a dry run reads it and plans what is missing', async () => {
		expect(ends(await grant({ dryRun: true }))).toEqual(['createAccount already_done/true', 'lamp already_done/true', 'chair planned/false']);
		expect(site.world.sent).toEqual([]);
	});

	test('several of them stop it, and neither is touched', async () => {
		site.world.desks.push({ id: 'desk-8', label: 'another desk of Ada', personId: '30', lamp: false, chair: false });
		const results = await grant();
		expect(ends(results)).toEqual(['findAccount ambiguous/false']);
		expect(site.world.sent).toEqual([]);
	});

	test('changing supplies what is missing and says nothing of making an account', async () => {
		expect(ends(await changeAccess(site.system, wish(), site.work()))).toEqual(['lamp already_done/true', 'chair done/true']);
	});

	test('once cancelled, no further change is sent', async () => {
		const controller = new AbortController();
		controller.abort();
		const results = await grant({ signal: controller.signal });
		expect(site.world.sent).toEqual([]);
		expect(results.filter(({ outcome }) => outcome === 'done')).toEqual([]);
		expect(results.find(({ step }) => step === 'chair')).toMatchObject({ outcome: 'failed', reason: expect.stringContaining('cancelled') });
	});
});

test('changing somebody who has no account finds nobody, and makes nothing', async () => {
	expect(ends(await changeAccess(site.system, wish(), site.work()))).toEqual(['findAccount not_found/false']);
	expect(site.world.sent).toEqual([]);
});

describe('having no account is fine', () => {
	const fine = { missingAccountIsFine: true };
	test('for whoever joins nothing here: none is made, and none is missed', async () => {
		for (const give of [grantAccess, changeAccess]) {
			const results = await give(site.system, wish({ join: [] }), site.work(), fine);
			expect(results).toEqual([expect.objectContaining({ step: 'findAccount', outcome: 'not_found', accepted: true })]);
		}
		expect(site.world.sent).toEqual([]);
	});

	test('but not for whoever is to join something', async () => {
		expect(await changeAccess(site.system, wish(), site.work(), fine)).toEqual([expect.not.objectContaining({ accepted: true })]);
		expect(ends(await grantAccess(site.system, wish(), site.work(), fine))).toEqual(everything);
		// Whoever has one is worked on, whatever they join.
		expect(ends(await grantAccess(site.system, wish({ join: [] }), site.work(), fine))).toEqual([]);
	});
});

test('once cancelled, no account is made', async () => {
	const controller = new AbortController();
	controller.abort();
	const results = await grant({ signal: controller.signal });
	expect(ends(results)).toEqual(['createAccount failed/false']);
	expect(site.world.sent).toEqual([]);
});

describe('nothing is done twice', () => {
	test('F03: two administrators at once make one account, and supply each thing once', async () => {
		const both = await Promise.all([grant(), grant({ worker: 'two', run: 'run-2' })]);
		expect([...site.world.sent].sort()).toEqual(['chair', 'desk', 'lamp']);
		for (const step of ['createAccount', 'lamp', 'chair']) {
			expect(both.map((results) => results.find((one) => one.step === step)!.outcome).sort()).toEqual(['already_done', 'done']);
		}
	});

	test('two cases of one person at once make one account', async () => {
		await Promise.all([grant(), grant({ caseId: 'case-2', worker: 'two' })]);
		expect(site.world.desks).toHaveLength(1);
	});

	test('F09: run again, everything is there already', async () => {
		await grant();
		expect(ends(await grant())).toEqual(['createAccount already_done/true', 'lamp already_done/true', 'chair already_done/true']);
		expect(site.world.sent).toHaveLength(3);
	});

	test('F05: an account that was made just before n8n stopped is told as made by this case', async () => {
		const newcomer = { id: 'person 30', label: 'ada@acme.test' };
		const journal = await openJournal(site.ledger, site.work(), 'house', newcomer, 'grant');
		await journal.intend('createAccount', change('Set up a desk for Ada Lovelace'), { kind: 'none' });
		site.world.desks.push({ id: 'desk-1', label: 'desk of Ada Lovelace', personId: '30', lamp: false, chair: false });
		const [made, ...rest] = await grant();
		expect(made).toMatchObject({ step: 'createAccount', outcome: 'done', reason: expect.stringContaining('n8n stopped') });
		expect(ends(rest)).toEqual(['lamp done/true', 'chair done/true']);
		expect(site.world.sent).toEqual(['chair', 'lamp']);
	});

	test('F05: an account that was only intended is made now', async () => {
		const journal = await openJournal(site.ledger, site.work(), 'house', { id: 'person 30', label: 'ada@acme.test' }, 'grant');
		await journal.intend('createAccount', change('Set up a desk for Ada Lovelace'), { kind: 'none' });
		expect(ends(await grant())).toEqual(everything);
	});
});

test('evidence names what was found before and after an account was made', async () => {
	await grant();
	const settled = (await site.ledger.records({ kinds: ['step.settled'] })).map(({ content }) => content!);
	expect(settled.find(({ step }) => step === 'createAccount')).toMatchObject({ operation: 'grant', before: { kind: 'none' }, after: { kind: 'one', account: { id: 'desk-1' } } });
});
