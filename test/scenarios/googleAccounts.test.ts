import type { ListedAccount } from '../../lifecycle/accounts';
import { pagesHeld } from '../support/pagesHeld';
import { startGoogleCompany, type GoogleCompany } from '../support/googleCompany';

let company: GoogleCompany;
beforeAll(async () => {
	company = await startGoogleCompany();
});
beforeEach(() => company.rewind());
afterAll(() => company.stop());

const google = () => company.sandbox.google;
const pages = () => {
	const system = company.system();
	return system.accounts(system.connect(() => {}));
};
const all = async (): Promise<ListedAccount[]> => {
	const accounts: ListedAccount[] = [];
	for await (const page of pages()) accounts.push(...page);
	return accounts;
};

const fillUpTo = (count: number) => {
	const { users } = google().state;
	const model = google().user(company.sandbox.cast.leaver.workEmail!);
	for (let index = users.size; index < count; index++) {
		const id = String(900_000_000_000 + index);
		users.set(id, { ...structuredClone(model), id, suspended: index % 7 === 0, primaryEmail: `person${index}@kestrel.example` });
	}
};

const few = { asymmetricMatch: (held: number) => held >= 1 && held <= 2 };

describe('listing accounts', () => {
	test('everybody is there once, suspended and archived ones and those nobody in HR knows included', async () => {
		google().user(company.sandbox.cast.leaver.workEmail!).archived = true;
		google().operate('suspend_for_abuse', company.sandbox.cast.sydney.workEmail!);
		const accounts = await all();
		expect(new Set(accounts.map(({ id }) => id)).size).toBe(google().state.users.size);
		expect(accounts).toHaveLength(google().state.users.size);
		expect(new Set(accounts.map(({ status }) => status))).toEqual(new Set(['active', 'archived', 'suspended (ADMIN)', 'suspended (ABUSE)']));
		expect(accounts.filter(({ usable }) => usable).every(({ status }) => status === 'active')).toBe(true);
		expect(accounts.filter(({ usable }) => !usable).some(({ status }) => status === 'active')).toBe(false);
		expect(accounts.filter(({ personId }) => personId === null).map(({ name }) => name).sort()).toEqual(['Break Glass', 'Joiner Mover Leaver', 'Old Vendor']);
	});

	test('each says whose it is and whether it can be used', async () => {
		const { former } = company.sandbox.cast;
		const user = google().user(former.workEmail!);
		expect((await all()).find(({ personId }) => personId === former.id)).toEqual({
			id: user.id,
			label: former.workEmail,
			personId: former.id,
			email: former.workEmail,
			name: `${former.firstName} ${former.lastName}`,
			status: 'suspended (ADMIN)',
			usable: false,
			kind: 'person',
			masteredBy: null,
			createdAt: user.creationTime,
			lastSignInAt: user.lastLoginTime,
		});
	});

	test('somebody who never signed in has no instant of it', async () => {
		google().user(company.sandbox.cast.leaver.workEmail!).lastLoginTime = '1970-01-01T00:00:00.000Z';
		expect((await all()).find(({ personId }) => personId === company.sandbox.cast.leaver.id)).toMatchObject({ lastSignInAt: null });
	});

	test.each([
		['that cannot be read', [{ id: '1', suspended: false }]],
		['that does not say whether it is suspended', [{ id: '1', primaryEmail: 'a@kestrel.example' }]],
		['with an id that could lead elsewhere', [{ id: '../2', primaryEmail: 'a@kestrel.example', suspended: false }]],
	])('one account %s ends the list, because nobody knows who else is missing', async (_name, users) => {
		company.sandbox.faults.google.add({ path: /\/users$/, times: 1, effect: { kind: 'status', status: 200, body: { users } } });
		await expect(all()).rejects.toMatchObject({ code: 'bad_answer' });
	});

	test('10,000 of them come in pages of 500, of which none is held longer than it is looked at', async () => {
		fillUpTo(10_000);
		company.sandbox.journals.google.clear();
		expect(await pagesHeld(pages())).toEqual({ listed: 10_000, held: few });
		expect(company.sandbox.journals.google.find({ path: /\/users$/ })).toHaveLength(20);
		const kept: (readonly ListedAccount[])[] = [];
		// Holding them shows that it would be seen.
		expect(await pagesHeld(pages(), (page) => void kept.push(page))).toEqual({ listed: 10_000, held: 20 });
	}, 240_000);
});
