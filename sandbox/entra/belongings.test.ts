import { createClock } from '../clock';
import { cast } from '../company';
import { startEntra, type EntraDouble } from '.';
import { everything, graph, grantOnly, verdict, type Failure } from './testing/graph';

interface Item {
	'@odata.type': string;
	id: string;
	displayName: string;
	accountEnabled: boolean;
	deviceActionResults: { actionName: string; actionState: string }[];
	temporaryAccessPass: string | null;
	lifetimeInMinutes: number;
	isUsable: boolean;
	methodUsabilityReason: string;
	actions: { forwardTo?: { emailAddress: { address: string } }[] };
	automaticRepliesSetting: { status: string; internalReplyMessage: string };
}

const clock = createClock();
let entra: EntraDouble;
let leaver: string;
beforeEach(async () => {
	entra = await startEntra({ clock });
	leaver = entra.ids.get(cast.leaver.id) ?? '';
});
afterEach(() => entra.stop());

const list = async (path: string) => (await everything<Item>(entra, path)).items;

const COLLECTIONS: Record<string, string> = {
	phone: 'phoneMethods',
	microsoftAuthenticator: 'microsoftAuthenticatorMethods',
	fido2: 'fido2Methods',
	softwareOath: 'softwareOathMethods',
	windowsHelloForBusiness: 'windowsHelloForBusinessMethods',
	email: 'emailMethods',
	platformCredential: 'platformCredentialMethods',
	temporaryAccessPass: 'temporaryAccessPassMethods',
	password: 'passwordMethods',
};
const pathOf = (item: Item) => `/users/${leaver}/authentication/${COLLECTIONS[item['@odata.type'].replace(/^#microsoft\.graph\.(\w+)AuthenticationMethod$/, '$1')] ?? ''}/${item.id}`;

describe('authentication methods', () => {
	const methods = () => list(`/users/${leaver}/authentication/methods`);

	test('each goes by the collection of its type, the default one last, the password never', async () => {
		const refused: Item[] = [];
		for (const method of await methods()) {
			const said = await verdict(entra, 'DELETE', pathOf(method));
			if (said !== '204') refused.push(method);
		}
		expect(refused.map((method) => method['@odata.type'])).toEqual(['#microsoft.graph.passwordAuthenticationMethod', '#microsoft.graph.microsoftAuthenticatorAuthenticationMethod']);
		const [password, standard] = refused as [Item, Item];
		expect([await verdict(entra, 'DELETE', pathOf(standard)), await verdict(entra, 'DELETE', pathOf(standard)), await verdict(entra, 'DELETE', pathOf(password))]).toEqual(['204', '404 Request_ResourceNotFound', '400 Request_BadRequest']);
		expect((await methods()).map(({ id }) => id)).toEqual(['28c10230-6103-485e-b985-444c60001490']);
		expect(entra.accessOf(leaver).methods).toBe(0);
	});

	test('a permission for one type is none for another', async () => {
		grantOnly(entra, 'UserAuthMethod-Phone.ReadWrite.All');
		expect(await verdict(entra, 'DELETE', `/users/${leaver}/authentication/phoneMethods/3179e48a-750b-4051-897c-87b9720928f7`)).toBe('204');
		expect(await verdict(entra, 'GET', `/users/${leaver}/authentication/fido2Methods`)).toBe('403 Authorization_RequestDenied');
		expect(await verdict(entra, 'GET', `/users/${leaver}/authentication/methods`)).toBe('403 Authorization_RequestDenied');
	});

	test('a number and an address can be registered for somebody, a key cannot', async () => {
		const phones = `/users/${leaver}/authentication/phoneMethods`;
		expect(await verdict(entra, 'POST', phones, { phoneType: 'alternateMobile', phoneNumber: '+1 2065550131' })).toBe('201');
		expect(await verdict(entra, 'POST', phones, { phoneType: 'mobile', phoneNumber: '+1 2065550131' })).toBe('400 Request_BadRequest');
		expect(await verdict(entra, 'POST', `/users/${leaver}/authentication/fido2Methods`, {})).toBe('405 Request_BadRequest');
		expect(await list(phones)).toHaveLength(2);
		const remove = (id: string) => verdict(entra, 'DELETE', `${phones}/${id}`);
		const [mobile, alternate] = ['3179e48a-750b-4051-897c-87b9720928f7', 'b6332ec1-7057-4abe-9331-3d72feddfe41'] as const;
		expect([await remove(mobile), await remove(alternate), await remove(mobile)]).toEqual(['400 Request_BadRequest', '204', '204']);
	});
});

describe('temporary access passes', () => {
	const passes = () => `/users/${leaver}/authentication/temporaryAccessPassMethods`;
	const create = (body: object = {}) => graph<Item>(entra, 'POST', passes(), { body });

	test('a pass is told once, lets somebody in for its time, and replaces the one before', async () => {
		const { status, body } = await create({ lifetimeInMinutes: 120 });
		expect([status, body.lifetimeInMinutes, body.isUsable]).toEqual([201, 120, true]);
		expect((await list(passes())).map(({ id, temporaryAccessPass }) => [id, temporaryAccessPass])).toEqual([[body.id, null]]);
		entra.signIn(leaver, { temporaryAccessPass: body.temporaryAccessPass ?? '' });
		entra.signIn(leaver, { temporaryAccessPass: body.temporaryAccessPass ?? '' });
		const { body: next } = await create();
		expect(await list(passes())).toMatchObject([{ id: next.id, lifetimeInMinutes: 60 }]);
		expect(() => entra.signIn(leaver, { temporaryAccessPass: body.temporaryAccessPass ?? '' })).toThrow('temporary access pass');
		clock.move(61 * 60_000);
		expect(await list(passes())).toMatchObject([{ isUsable: false, methodUsabilityReason: 'Expired' }]);
		expect(() => entra.signIn(leaver, { temporaryAccessPass: next.temporaryAccessPass ?? '' })).toThrow('temporary access pass');
		expect(await verdict(entra, 'DELETE', `${passes()}/${next.id}`)).toBe('204');
	});

	test('a pass for one time, and one for later', async () => {
		const { body } = await create({ isUsableOnce: true });
		entra.signIn(leaver, { temporaryAccessPass: body.temporaryAccessPass ?? '' });
		expect(() => entra.signIn(leaver, { temporaryAccessPass: body.temporaryAccessPass ?? '' })).toThrow('temporary access pass');
		const later = await create({ startDateTime: new Date(clock.now() + 3_600_000).toISOString() });
		expect(later.body).toMatchObject({ isUsable: false, methodUsabilityReason: 'NotYetValid' });
		clock.move(3_600_001);
		entra.signIn(leaver, { temporaryAccessPass: later.body.temporaryAccessPass ?? '' });
	});

	test('the policy says whether, and for how long', async () => {
		expect((await create({ lifetimeInMinutes: 5 })).status).toBe(400);
		entra.settings.temporaryAccessPass.enabled = false;
		expect((await create()).status).toBe(400);
		expect(await list(passes())).toEqual([]);
	});

	test('not for a guest', async () => {
		expect(await verdict(entra, 'POST', `/users/${encodeURIComponent(entra.strangers.guest)}/authentication/temporaryAccessPassMethods`, {})).toBe('400 Request_BadRequest');
	});
});

describe('devices', () => {
	test('the leaver’s are disabled by their object id; a hybrid one belongs to Active Directory', async () => {
		const devices = await list(`/users/${leaver}/ownedDevices?$select=id,displayName,accountEnabled`);
		expect(devices.map(({ accountEnabled }) => accountEnabled)).toEqual([true, true]);
		for (const { id } of devices) expect(await verdict(entra, 'PATCH', `/devices/${id}`, { accountEnabled: false })).toBe('204');
		expect(entra.accessOf(leaver).devices).toBe(0);
		const [hybrid] = await list(`/users/${entra.ids.get(cast.directoryMastered.id) ?? ''}/registeredDevices/microsoft.graph.device`);
		const { status, body } = await graph<Failure>(entra, 'PATCH', `/devices/${hybrid?.id ?? ''}`, { body: { accountEnabled: false } });
		expect([status, body.error.message]).toEqual([400, expect.stringContaining('on-premises mastered')]);
		const deviceId = [...entra.state.devices.values()].find(({ id }) => id === devices[0]?.id)?.deviceId ?? '';
		expect(await verdict(entra, 'PATCH', `/devices/${deviceId}`, { accountEnabled: false })).toBe('404 Request_ResourceNotFound');
		expect(await verdict(entra, 'DELETE', `/devices/${devices[0]?.id ?? ''}`)).toBe('204');
	});

	test('a shared device is registered to both and owned by one', async () => {
		const [owner, sharer] = [entra.ids.get(cast.deviceOwner.id) ?? '', entra.ids.get(cast.deviceSharer.id) ?? ''];
		const counts = [await list(`/users/${owner}/registeredDevices`), await list(`/users/${sharer}/registeredDevices`), await list(`/users/${owner}/ownedDevices`), await list(`/users/${sharer}/ownedDevices`)];
		expect(counts.map(({ length }) => length)).toEqual([1, 1, 1, 0]);
	});

	test('what an app without Device.Read.All sees of a device is its id', async () => {
		grantOnly(entra, 'User.Read.All');
		expect((await list(`/users/${leaver}/ownedDevices`))[0]).toMatchObject({ id: expect.any(String), accountEnabled: null });
	});

	test('a managed device obeys when it checks in', async () => {
		const managed = () => list(`/users/${leaver}/managedDevices`);
		const [laptop, phone, mac] = (await managed()) as [Item, Item, Item];
		expect(await verdict(entra, 'POST', `/deviceManagement/managedDevices/${laptop.id}/wipe`, { keepUserData: false })).toBe('204');
		expect(await verdict(entra, 'POST', `/deviceManagement/managedDevices/${phone.id}/retire`)).toBe('204');
		const resultsOf = async ({ id }: Item) => (await graph<Item>(entra, 'GET', `/deviceManagement/managedDevices/${id}`)).body.deviceActionResults;
		expect([await resultsOf(laptop), await resultsOf(phone)]).toMatchObject([[{ actionName: 'wipe', actionState: 'pending' }], [{ actionName: 'retire', actionState: 'pending' }]]);
		expect(entra.accessOf(leaver).managedDevices).toBe(1);
		entra.checkIn(laptop.id);
		expect(await verdict(entra, 'GET', `/deviceManagement/managedDevices/${laptop.id}`)).toBe('404 ResourceNotFound');
		entra.settings.checkInMs = 60_000;
		await graph(entra, 'POST', `/deviceManagement/managedDevices/${phone.id}/retire`);
		clock.move(60_001);
		expect((await managed()).map(({ id }) => id)).toEqual([mac.id]);
		grantOnly(entra, 'DeviceManagementManagedDevices.ReadWrite.All');
		expect(await verdict(entra, 'POST', `/deviceManagement/managedDevices/${phone.id}/wipe`)).toBe('403 Authorization_RequestDenied');
	});
});

describe('mailboxes', () => {
	test('automatic replies are set and read back', async () => {
		const path = `/users/${leaver}/mailboxSettings`;
		expect((await graph<Item>(entra, 'GET', path)).body.automaticRepliesSetting.status).toBe('disabled');
		expect(await verdict(entra, 'PATCH', path, { automaticRepliesSetting: { status: 'alwaysEnabled', internalReplyMessage: 'Gone', externalReplyMessage: 'Gone' } })).toBe('200');
		expect((await graph<Item>(entra, 'GET', path)).body.automaticRepliesSetting).toMatchObject({ status: 'alwaysEnabled', internalReplyMessage: 'Gone' });
		expect(await verdict(entra, 'PATCH', path, { automaticRepliesSetting: { status: 'sometimes' } })).toBe('400 Request_BadRequest');
	});

	test('rules that forward are found, switched off, deleted and made anew', async () => {
		const path = `/users/${leaver}/mailFolders/inbox/messageRules`;
		const forwarding = (await list(path)).find(({ actions }) => actions.forwardTo !== undefined);
		expect(forwarding?.actions.forwardTo?.[0]?.emailAddress.address).toBe('mateo@home.example');
		expect(await verdict(entra, 'PATCH', `${path}/${forwarding?.id ?? ''}`, { isEnabled: false })).toBe('200');
		expect(entra.accessOf(leaver).forwardingRules).toBe(0);
		expect([await verdict(entra, 'DELETE', `${path}/${forwarding?.id ?? ''}`), await verdict(entra, 'GET', `${path}/${forwarding?.id ?? ''}`)]).toEqual(['204', '404 ErrorItemNotFound']);
		expect(await verdict(entra, 'POST', path, { displayName: 'Keep a copy', sequence: 1, actions: forwarding?.actions })).toBe('201');
		expect(entra.accessOf(leaver).forwardingRules).toBe(1);
	});

	test('without a licence there is no mailbox, and with it the old one is back', async () => {
		const [office] = [...entra.state.groups.values()].filter(({ skuIds }) => skuIds.length > 0);
		office?.members.delete(leaver);
		expect(await verdict(entra, 'GET', `/users/${leaver}/mailFolders/inbox/messageRules`)).toBe('404 MailboxNotEnabledForRESTAPI');
		office?.members.add(leaver);
		expect(await list(`/users/${leaver}/mailFolders/inbox/messageRules`)).toHaveLength(2);
	});

	test('mail goes out from a shared mailbox, and is kept', async () => {
		const message = { subject: 'First sign-in', body: { contentType: 'text', content: 'Hello' }, toRecipients: [{ emailAddress: { address: cast.leaverManager.workEmail } }] };
		expect(await verdict(entra, 'POST', `/users/${entra.connection.senderMailbox}/sendMail`, { message, saveToSentItems: false })).toBe('202');
		expect(entra.mailTo(cast.leaverManager.workEmail)).toMatchObject([{ from: entra.connection.senderMailbox, subject: 'First sign-in', body: 'Hello' }]);
		expect(await verdict(entra, 'POST', `/users/${entra.connection.senderMailbox}/sendMail`, { message: { ...message, toRecipients: [] } })).toBe('400 Request_BadRequest');
		expect(await verdict(entra, 'POST', `/users/${entra.strangers.orphan}/sendMail`, { message })).toBe('404 MailboxNotEnabledForRESTAPI');
	});
});
