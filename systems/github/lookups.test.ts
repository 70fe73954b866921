import { githubClient, type GitHub } from './client';
import { sharedLookups, type Vouched } from './lookups';

const organisation = (name: string): GitHub => githubClient(async () => ({ status: 500, headers: {}, body: {} }), { organisation: name, actsAs: 'app', login: null }, () => {});
const found = (id: string): Vouched[] => [{ account: { id, label: id }, because: 'single sign-on' }];
const [acme, labs, closed] = [organisation('acme'), organisation('labs'), organisation('closed')];

describe('what organisations look up for one another', () => {
	test('one lookup serves the others and the organisation itself, once', async () => {
		const asked: string[] = [];
		const [inAcme, inLabs] = sharedLookups([acme, labs], async ({ settings }) => {
			asked.push(settings.organisation);
			return found(settings.organisation);
		});
		expect(await inLabs!.elsewhere('a@acme.example')).toEqual({ vouched: found('acme'), silent: [] });
		expect(await inAcme!.here(acme, 'a@acme.example')).toEqual(found('acme'));
		expect(asked).toEqual(['acme']);
		await inAcme!.here(acme, 'a@acme.example');
		expect(asked).toEqual(['acme', 'acme']);
	});

	test('each person is looked up for themselves', async () => {
		const [, inLabs] = sharedLookups([acme, labs], async (_github, workEmail) => found(workEmail));
		expect((await inLabs!.elsewhere('a@acme.example')).vouched).toEqual(found('a@acme.example'));
		expect((await inLabs!.elsewhere('b@acme.example')).vouched).toEqual(found('b@acme.example'));
	});

	test('one that cannot be asked is named beside what the others know, and fails for itself', async () => {
		const [, inLabs, inClosed] = sharedLookups([acme, labs, closed], async ({ settings }) => {
			if (settings.organisation === 'closed') throw new Error('locked');
			return found(settings.organisation);
		});
		expect(await inLabs!.elsewhere('a@acme.example')).toEqual({ vouched: found('acme'), silent: ['closed'] });
		await expect(inClosed!.here(closed, 'a@acme.example')).rejects.toThrow('locked');
	});
});
