import { runInOrder } from './order';
import type { Stage } from './step';

const item = (id: string, stage: Stage, after?: string[]) => ({ id, stage, ...(after ? { after } : {}) });

const traced = async (items: ReturnType<typeof item>[]) => {
	const events: string[] = [];
	const results = await runInOrder(items, async ({ id }) => {
		events.push(`+${id}`);
		await new Promise((resolve) => setImmediate(resolve));
		events.push(`-${id}`);
		return id;
	});
	return { events, results };
};

describe('the order of steps', () => {
	test('stages follow one another, whatever the order of the list', async () => {
		const { events } = await traced([item('late', 'clean-up'), item('early', 'prepare'), item('middle', 'cut')]);
		expect(events).toEqual(['+early', '-early', '+middle', '-middle', '+late', '-late']);
	});

	test('within a stage everything runs at once', async () => {
		const { events } = await traced([item('a', 'cut'), item('b', 'cut')]);
		expect(events).toEqual(['+a', '+b', '-a', '-b']);
	});

	test('a step waits for the one it names, also when listed before it', async () => {
		const { events } = await traced([item('sessions', 'cut', ['block']), item('block', 'cut')]);
		expect(events).toEqual(['+block', '-block', '+sessions', '-sessions']);
	});

	test('a step that lets the others go is overtaken, also by later stages, and its result is there all the same', async () => {
		const events: string[] = [];
		let end = () => {};
		const ended = new Promise<void>((resolve) => (end = resolve));
		const results = await runInOrder([item('block', 'cut'), item('sessions', 'cut', ['block']), item('licences', 'clean-up')], async ({ id }, letOthersGo) => {
			if (id === 'block') {
				letOthersGo();
				await ended;
			}
			if (id === 'licences') end();
			events.push(id);
			return id;
		});
		expect(events).toEqual(['sessions', 'licences', 'block']);
		expect(results).toEqual(['block', 'sessions', 'licences']);
	});

	test('one that fails after it let the others go fails the whole, once', async () => {
		const ran = runInOrder([item('block', 'cut'), item('licences', 'clean-up')], async ({ id }, letOthersGo) => {
			letOthersGo();
			await new Promise((resolve) => setImmediate(resolve));
			if (id === 'block') throw new Error('lost');
			return id;
		});
		await expect(ran).rejects.toThrow('lost');
	});

	test('a named step that is not ticked holds nobody up', async () => {
		expect((await traced([item('sessions', 'cut', ['block'])])).results).toEqual(['sessions']);
	});

	test('results come in the order of the list', async () => {
		expect((await traced([item('late', 'clean-up'), item('early', 'prepare')])).results).toEqual(['late', 'early']);
	});

	test('steps that wait for one another are an error, not a hang', async () => {
		await expect(traced([item('a', 'cut', ['b']), item('b', 'cut', ['a'])])).rejects.toThrow('wait for one another');
	});
});
