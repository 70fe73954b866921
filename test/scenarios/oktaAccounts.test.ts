import type { ListedAccount } from '../../lifecycle/accounts';
import { pagesHeld } from '../support/pagesHeld';
import { startCompany, type Company } from '../support/leaverCase';

let company: Company;
beforeAll(async () => {
	company = await startCompany();
});
afterAll(() => company.stop());
afterEach(() => company.sandbox.faults.okta.clear());

const okta = () => company.sandbox.okta;
const pages = () => {
	const system = company.okta();
	return system.accounts(system.connect(() => {}));
};
const all = async (): Promise<ListedAccount[]> => {
	const accounts: ListedAccount[] = [];
	for await (const page of pages()) accounts.push(...page);
	return accounts;
};

const fillUpTo = (count: number) => {
	const { users } = okta().state;
	const model = okta().user(company.sandbox.cast.contractor.workEmail);
	for (let index = users.size; index < count; index++) {
		const id = `00ux${String(index).padStart(16, '0')}`;
		users.set(id, { ...structuredClone(model), id, status: index % 7 === 0 ? 'DEPROVISIONED' : 'ACTIVE', profile: { ...model.profile, employeeNumber: `x${index}`, login: `person${index}@kestrel.example`, email: `person${index}@kestrel.example` } });
	}
};

const few = { asymmetricMatch: (held: number) => held >= 1 && held <= 2 };

describe('listing accounts', () => {
	test('everybody is there, deactivated ones and those nobody in HR knows included', async () => {
		const accounts = await all();
		expect(accounts).toHaveLength(okta().state.users.size);
		expect(new Set(accounts.map(({ status }) => status))).toEqual(new Set(['ACTIVE', 'LOCKED_OUT', 'PASSWORD_EXPIRED', 'PROVISIONED', 'RECOVERY', 'SUSPENDED', 'STAGED', 'DEPROVISIONED']));
		expect(accounts.find(({ label }) => label === 'old.vendor@kestrel.example')).toMatchObject({ personId: null, name: 'Old Vendor', usable: true });
	});

	test('each says whose it is, whether it can be used, and what masters it', async () => {
		const accounts = await all();
		const { former, directoryMastered, staged, lockedOut } = company.sandbox.cast;
		const of = (id: string) => accounts.find(({ personId }) => personId === id);
		expect(of(former.id)).toEqual({
			id: okta().user(former.workEmail).id,
			label: former.workEmail,
			personId: former.id,
			email: former.workEmail,
			name: 'Gwen Parry',
			status: 'DEPROVISIONED',
			usable: false,
			kind: 'person',
			masteredBy: null,
			createdAt: expect.stringMatching(/^\d{4}-/),
			lastSignInAt: null,
		});
		expect(of(directoryMastered.id)).toMatchObject({ masteredBy: 'ACTIVE_DIRECTORY (corp.kestrel.example)', usable: true, lastSignInAt: expect.any(String) });
		expect(of(staged.id)).toMatchObject({ usable: false });
		expect(of(lockedOut.id)).toMatchObject({ usable: true });
	});

	test('one account that cannot be read ends the list, because nobody knows who else is missing', async () => {
		company.sandbox.faults.okta.add({ path: /\/users$/, times: 1, effect: { kind: 'status', status: 200, body: [{ id: '00u1', status: 'ACTIVE' }] } });
		await expect(all()).rejects.toMatchObject({ code: 'bad_answer' });
	});

	test('10,000 of them come in pages of 200, of which none is held longer than it is looked at', async () => {
		fillUpTo(10_000);
		company.sandbox.journals.okta.clear();
		expect(await pagesHeld(pages())).toEqual({ listed: 10_000, held: few });
		expect(company.sandbox.journals.okta.entries.filter(({ path }) => path.endsWith('/users'))).toHaveLength(50);
		const kept: (readonly ListedAccount[])[] = [];
		// Holding them shows that it would be seen.
		expect(await pagesHeld(pages(), (page) => void kept.push(page))).toEqual({ listed: 10_000, held: 50 });
	}, 240_000);
});
