import { virtualClock } from '../test/support/virtualClock';
import { carryOut, type Change, type Terms } from './carryOut';
import type { Hold } from './exceptions/hold';
import { Problem } from './problem';
import { change, impossible, satisfied, underway, underwayElsewhere, unknown, type Plan } from './step';

type State = { door: string };

const lock = (plan: (state: State) => Plan = ({ door }) => (door === 'locked' ? satisfied('locked') : change('open → locked'))) => {
	const world = { door: 'open', applied: 0 };
	const change: Change<State> = {
		system: 'House',
		read: async () => ({ door: world.door }),
		plan,
		apply: async () => {
			world.applied++;
			world.door = 'locked';
		},
	};
	return { world, change };
};

const terms = (overrides: Partial<Omit<Terms<State>, 'clock'>> = {}) => {
	const clock = virtualClock();
	const intents: string[] = [];
	return {
		clock,
		intents,
		patience: { readBackMs: 60_000, proofMs: 20_000, tries: 4 },
		dryRun: false,
		intend: async (plan: Plan) => void intents.push(plan.what),
		stillOurs: () => {},
		heldBy: async (): Promise<Hold | null> => null,
		provenBefore: async () => undefined,
		...overrides,
	};
};

const passing = () => new Problem('vendor_error', 'House failed inside.');

describe('carrying out one step', () => {
	test('what is already so is left alone, and that is proven by the read', async () => {
		const { world, change } = lock();
		world.door = 'locked';
		const told = terms();
		expect(await carryOut(change, told)).toMatchObject({ outcome: 'already_done', verified: true });
		expect(world.applied).toBe(0);
		expect(told.intents).toEqual([]);
	});

	test('the intent is kept before the change is sent', async () => {
		const { world, change } = lock();
		let appliedAtIntent = -1;
		await carryOut(change, terms({ intend: async () => void (appliedAtIntent = world.applied) }));
		expect(appliedAtIntent).toBe(0);
		expect(world.applied).toBe(1);
	});

	test('nothing is sent when the intent cannot be kept', async () => {
		const { world, change } = lock();
		await expect(carryOut(change, terms({ intend: () => Promise.reject(new Error('disk full')) }))).rejects.toThrow('disk full');
		expect(world.applied).toBe(0);
	});

	test('a dry run says what it would do and sends nothing', async () => {
		const { world, change } = lock();
		const ran = await carryOut(change, terms({ dryRun: true }));
		expect(ran).toMatchObject({ outcome: 'planned', verified: false });
		expect(ran.reason).toContain('open → locked');
		expect(world.applied).toBe(0);
	});

	const hold: Hold = { outcome: 'held', exception: 'ex_1', why: 'kept by exception ex_1 (owner Jane, until 2027-06-30 21:59 UTC): handover' };

	test.each([false, true])('what an exception holds is not sent, says what stays and names it (dry run: %s)', async (dryRun) => {
		const { world, change } = lock();
		const told = terms({ dryRun, heldBy: async () => hold });
		expect(await carryOut(change, told)).toMatchObject({ outcome: 'held', verified: false, exception: 'ex_1', before: { door: 'open' }, reason: 'Not done: open → locked; kept by exception ex_1 (owner Jane, until 2027-06-30 21:59 UTC): handover.' });
		expect(world.applied).toBe(0);
		expect(told.intents).toEqual([]);
	});

	test('an exception holds nothing up where nothing is missing', async () => {
		const { world, change } = lock();
		world.door = 'locked';
		expect(await carryOut(change, terms({ heldBy: async () => hold }))).toMatchObject({ outcome: 'already_done', verified: true });
	});

	test('what was proven earlier in the case is not held afterwards', async () => {
		const { change } = lock(() => unknown('end the sessions'));
		expect(await carryOut(change, terms({ heldBy: async () => hold, provenBefore: async () => true }))).toMatchObject({ outcome: 'already_done', verified: true });
	});

	test('nothing is sent when nobody can say whether it is held', async () => {
		const { world, change } = lock();
		await expect(carryOut(change, terms({ heldBy: () => Promise.reject(new Error('no ledger')) }))).rejects.toThrow('no ledger');
		expect(world.applied).toBe(0);
	});

	test('a call that returned 200 and changed nothing is a failure', async () => {
		const { change } = lock();
		change.apply = async () => {};
		const told = terms();
		const ran = await carryOut(change, told);
		expect(ran).toMatchObject({ outcome: 'failed', verified: false });
		expect(ran.reason).toMatch(/accepted the change, but reading it back still shows: open → locked/);
		expect(told.clock.slept.reduce((a, b) => a + b, 0)).toBeLessThanOrEqual(60_000);
	});

	test('a call that failed but left the right state is done', async () => {
		const { world, change } = lock();
		change.apply = async () => {
			world.door = 'locked';
			throw passing();
		};
		expect(await carryOut(change, terms())).toMatchObject({ outcome: 'done', verified: true });
	});

	test('a change the system shows late is waited for, not sent again', async () => {
		const { world, change } = lock();
		const told = terms();
		change.apply = async () => {
			world.applied++;
			setTimeout(() => {}, 0);
		};
		change.read = async () => ({ door: told.clock.now().getTime() > Date.parse('2026-11-20T09:00:10.000Z') ? 'locked' : 'open' });
		expect(await carryOut(change, told)).toMatchObject({ outcome: 'done', verified: true });
		expect(world.applied).toBe(1);
	});

	test('a passing failure is tried again', async () => {
		const { world, change } = lock();
		change.apply = async () => {
			if (++world.applied < 3) throw passing();
			world.door = 'locked';
		};
		expect(await carryOut(change, terms())).toMatchObject({ outcome: 'done' });
		expect(world.applied).toBe(3);
	});

	test('a refusal is not tried again while the state is the same', async () => {
		const { world, change } = lock();
		change.apply = async () => {
			world.applied++;
			throw new Problem('forbidden', 'House refused. Grant the key.');
		};
		expect(await carryOut(change, terms())).toMatchObject({ outcome: 'failed', reason: 'House refused. Grant the key.' });
		expect(world.applied).toBe(1);
	});

	test('a refusal is tried again in a new way when the state moved meanwhile', async () => {
		const { world, change } = lock(({ door }) => (door === 'locked' ? satisfied('locked') : change_(`${door} → locked`)));
		const change_ = (what: string): Plan => ({ kind: 'change', what, left: [] });
		change.apply = async ({ door }) => {
			world.applied++;
			if (door === 'open') {
				world.door = 'ajar';
				throw new Problem('rejected', 'House rejected it.');
			}
			world.door = 'locked';
		};
		expect(await carryOut(change, terms())).toMatchObject({ outcome: 'done' });
		expect(world.applied).toBe(2);
	});

	test('what cannot be read at all is not changed', async () => {
		const { world, change } = lock();
		change.read = () => Promise.reject(new Problem('forbidden', 'House shows nothing.'));
		expect(await carryOut(change, terms())).toMatchObject({ outcome: 'failed', reason: 'House shows nothing. Nothing was changed.' });
		expect(world.applied).toBe(0);
	});

	test('a change that cannot be read back does not count as done', async () => {
		const { world, change } = lock();
		const read = change.read;
		change.read = () => (world.applied > 0 ? Promise.reject(new Problem('forbidden', 'House shows nothing.')) : read());
		expect(await carryOut(change, terms())).toMatchObject({ outcome: 'failed', verified: false });
	});

	test('work in progress ends as pending, and is not sent again', async () => {
		const { world, change } = lock(() => underway('locking'));
		expect(await carryOut(change, terms())).toMatchObject({ outcome: 'pending', verified: false });
		expect(world.applied).toBe(0);
	});

	test('what is missing once work in progress has ended is supplied, once', async () => {
		const { world, change: locking } = lock(({ door }) => (door === 'jammed' ? underway('The door is being repaired') : door === 'locked' ? satisfied('locked') : change('open → locked')));
		const doors = ['jammed', 'jammed'];
		const { read } = locking;
		locking.read = async () => (doors.length > 0 ? { door: doors.shift()! } : await read());
		expect(await carryOut(locking, terms())).toMatchObject({ outcome: 'done', verified: true, reason: 'open → locked; read back: locked' });
		expect(world.applied).toBe(1);
	});

	test('what another system has yet to do is waited for, while the other steps go on', async () => {
		let door = 'open';
		const { change: locking } = lock((state) => (state.door === 'bolted' ? satisfied('bolted') : state.door === 'locked' ? underwayElsewhere('Locked; the neighbour has yet to bolt it') : change('open → locked')));
		const letOthersGo = jest.fn(() => void (door = 'bolted'));
		locking.read = async () => ({ door });
		locking.apply = async () => void (door = 'locked');
		expect(await carryOut(locking, terms({ letOthersGo }))).toMatchObject({ outcome: 'done', verified: true });
		expect(letOthersGo).toHaveBeenCalledTimes(1);
	});

	test('and where it never does, it says so, and does not blame this one', async () => {
		const { change: locking } = lock(() => underwayElsewhere('Locked; the neighbour has yet to bolt it'));
		expect(await carryOut(locking, terms())).toMatchObject({ outcome: 'pending', verified: false, reason: 'Locked; the neighbour has yet to bolt it. Run the case again once that has ended.' });
	});

	test('work in progress of its own lets nobody go', async () => {
		const letOthersGo = jest.fn();
		await carryOut(lock(() => underway('locking')).change, terms({ letOthersGo }));
		expect(letOthersGo).not.toHaveBeenCalled();
	});

	describe('where the system has no state to read', () => {
		const blind = () => {
			const { world, change } = lock();
			change.plan = ({ door }) => (door === 'seen in the log' ? satisfied('logged') : unknown('House has no list of keys'));
			change.read = async () => ({ door: world.door });
			change.apply = async () => {
				world.applied++;
				return { receipt: 7 };
			};
			return { world, change };
		};

		test('it is sent, looked for, and called unverifiable when no proof comes', async () => {
			const { world, change } = blind();
			const ran = await carryOut(change, terms());
			expect(ran).toMatchObject({ outcome: 'done', verified: 'unverifiable' });
			expect(ran.effectiveAt).not.toBeNull();
			expect(world.applied).toBe(1);
		});

		test('the receipt of the call finds the proof', async () => {
			const { change } = blind();
			change.read = async (receipt) => ({ door: receipt ? 'seen in the log' : 'open' });
			expect(await carryOut(change, terms())).toMatchObject({ outcome: 'done', verified: true });
		});

		test('a failed call is a failure, not unverifiable', async () => {
			const { change } = blind();
			change.apply = () => Promise.reject(new Problem('forbidden', 'House refused.'));
			expect(await carryOut(change, terms())).toMatchObject({ outcome: 'failed', verified: false });
		});

		test('what this case proved before is not sent again', async () => {
			const { world, change } = blind();
			expect(await carryOut(change, terms({ provenBefore: async () => true }))).toMatchObject({ outcome: 'already_done', verified: true });
			expect(world.applied).toBe(0);
		});
	});

	describe('started from an earlier read', () => {
		test('a change starts without reading once more', async () => {
			const { change } = lock();
			let reads = 0;
			const read = change.read;
			change.read = () => (reads++, read());
			await carryOut(change, terms({ startFrom: { door: 'open' } }));
			expect(reads).toBe(1);
		});

		test('"nothing to do" is never concluded without reading now', async () => {
			const { world, change } = lock();
			expect(await carryOut(change, terms({ startFrom: { door: 'locked' } }))).toMatchObject({ outcome: 'done' });
			expect(world.applied).toBe(1);
		});
	});

	test('what cannot be removed here says so', async () => {
		const { change } = lock(() => impossible('mastered elsewhere', 'not_removable_here'));
		expect(await carryOut(change, terms())).toMatchObject({ outcome: 'not_removable_here', reason: 'mastered elsewhere' });
	});

	test('a worker that lost its claim sends nothing more', async () => {
		const { world, change } = lock();
		const lost = () => {
			throw new Problem('superseded', 'Another worker took over.');
		};
		expect(await carryOut(change, terms({ stillOurs: lost }))).toMatchObject({ outcome: 'failed', reason: 'Another worker took over.' });
		expect(world.applied).toBe(0);
	});

	test('a cancelled execution sends nothing more and says so', async () => {
		const { world, change } = lock();
		const controller = new AbortController();
		controller.abort();
		expect(await carryOut(change, terms({ signal: controller.signal }))).toMatchObject({ outcome: 'failed', reason: expect.stringContaining('cancelled') });
		expect(world.applied).toBe(0);
	});
});
