import type { DeviceActionResult, ManagedDevice, RemoteLockActionResult, User } from '@microsoft/microsoft-graph-types';
import type { JournalEntry } from '../../../sandbox';
import type { HttpRequest, HttpResponse } from '../../../systems/http/types';
import { intuneSteps, intuneSystem } from '../../../systems/intune';
import { intuneClient } from '../../../systems/intune/client';
import { readDevice, readPin } from '../../../systems/intune/devices';
import { startIntuneCase, type IntuneCase } from '../../support/intuneCase';

/** Names of properties, checked by the compiler against Microsoft's own types. */
const of =
	<Resource>() =>
	<Name extends keyof Resource & string>(...names: Name[]): readonly string[] =>
		names;

const device = of<ManagedDevice>()(
	'id', 'userId', 'userPrincipalName', 'deviceName', 'serialNumber', 'model', 'operatingSystem', 'osVersion', 'managedDeviceOwnerType', 'managementAgent', 'deviceEnrollmentType', 'enrolledDateTime', 'lastSyncDateTime', 'deviceActionResults',
);
const user = of<User>()('id', 'userPrincipalName', 'mail', 'accountEnabled', 'userType', 'onPremisesSyncEnabled', 'onPremisesImmutableId', 'onPremisesLastSyncDateTime', 'signInSessionsValidFromDateTime', 'employeeId');

interface Published {
	method: 'GET' | 'POST';
	/** `{}` is one segment. */
	path: string;
	select?: readonly string[];
	query?: readonly string[];
	/** Parameters of the action; without any it takes no body. */
	body?: readonly string[];
}

/** What Microsoft publishes of every call the node makes: https://learn.microsoft.com/graph/api/resources/intune-devices-manageddevice */
const published: readonly Published[] = [
	{ method: 'GET', path: '/v1.0/users', select: user, query: ['$filter', '$select', '$skiptoken'] },
	{ method: 'GET', path: '/v1.0/users/{}', select: user, query: ['$select'] },
	{ method: 'GET', path: '/v1.0/users/{}/managedDevices', select: device, query: ['$select', '$skiptoken'] },
	{ method: 'GET', path: '/v1.0/deviceManagement/managedDevices', select: device, query: ['$select', '$skiptoken'] },
	{ method: 'GET', path: '/v1.0/deviceManagement/managedDevices/{}', select: device, query: ['$select'] },
	{ method: 'GET', path: '/v1.0/deviceManagement/managedDevices/{}/users', select: user, query: ['$select', '$skiptoken'] },
	{ method: 'POST', path: '/v1.0/deviceManagement/managedDevices/{}/remoteLock' },
	{ method: 'POST', path: '/v1.0/deviceManagement/managedDevices/{}/retire' },
	{ method: 'POST', path: '/v1.0/deviceManagement/managedDevices/{}/wipe', body: ['keepEnrollmentData', 'keepUserData', 'macOsUnlockCode', 'obliterationBehavior', 'persistEsimDataPlan'] },
	{ method: 'POST', path: '/v1.0/deviceManagement/managedDevices/{}/syncDevice' },
	{ method: 'GET', path: '/beta/deviceManagement/operationApprovalRequests', query: ['$filter', '$skiptoken'] },
];

const fits = ({ method, path }: Published, entry: JournalEntry) => method === entry.method && new RegExp(`^${path.replaceAll('.', '\\.').replaceAll('{}', '[^/]+')}$`).test(decodeURIComponent(entry.path.split('?')[0]!));

describe('every request of the node is one that Microsoft publishes', () => {
	let site: IntuneCase;
	let entries: readonly JournalEntry[];
	const nia = { id: '900', workEmail: 'nia.okoro@kestrel.example' };

	beforeAll(async () => {
		site = await startIntuneCase({ multiAdminApproval: true });
		const before = site.double.journal.entries.length;
		for (const [platform, owner] of [['macos', 'company'], ['windows', 'company'], ['ios', 'personal']] as const) site.management.enrol({ platform, owner, person: nia.workEmail, online: true });
		await site.secure(nia);
		for (const action of ['retire', 'wipe'] as const) await site.order(nia, action, { work: { caseId: action } });
		const { approvals } = site.entra.intune;
		for (const { requestId } of approvals.waiting()) approvals.approve(requestId, nia.workEmail);
		for (const caseId of ['retire', 'wipe', 'hr_event_20261120_900']) await site.followUp(nia, { work: { caseId } });
		for await (const _page of site.system.all(site.system.connect(() => {}))) continue;
		entries = site.double.journal.entries.slice(before).filter(({ path }) => /^\/(v1\.0|beta)\//.test(path));
	}, 60_000);
	afterAll(() => site.stop());

	test('by its method and address', () => {
		expect(entries.filter((entry) => !published.some((one) => fits(one, entry))).map(({ method, path }) => `${method} ${path}`)).toEqual([]);
		const never = published.filter((one) => !entries.some((entry) => fits(one, entry))).map(({ method, path }) => `${method} ${path}`);
		expect(never).toEqual([]);
	});

	test('by what it asks for and what it sends', () => {
		for (const entry of entries) {
			const one = published.find((candidate) => fits(candidate, entry))!;
			const query = new URLSearchParams(entry.query);
			expect([...query.keys()].filter((name) => !(one.query ?? []).includes(name))).toEqual([]);
			expect((query.get('$select')?.split(',') ?? []).filter((name) => !(one.select ?? []).includes(name))).toEqual([]);
			if (entry.method === 'POST') expect(Object.keys(entry.body === '' ? {} : (JSON.parse(entry.body) as object)).filter((name) => !(one.body ?? []).includes(name))).toEqual([]);
		}
	});
});

/** What is made of an answer that has the shape Microsoft publishes; the compiler checks the shape. */
test('a device as Microsoft describes it', async () => {
	const lock: RemoteLockActionResult = { actionName: 'remoteLock', actionState: 'done', startDateTime: '2026-11-20T10:00:00Z', lastUpdatedDateTime: '2026-11-20T10:05:00Z', unlockPin: '481516' };
	const wipe: DeviceActionResult = { actionName: 'factoryReset', actionState: 'pending', startDateTime: '2026-11-20T12:00:00Z', lastUpdatedDateTime: '2026-11-20T12:00:00Z' };
	const row: ManagedDevice = {
		id: 'i1', userId: 'u1', userPrincipalName: 'ada@acme.test', deviceName: 'KST-1', serialNumber: 'S1', model: 'MacBook Pro', operatingSystem: 'macOS', osVersion: '26.1', managedDeviceOwnerType: 'company', managementAgent: 'mdm', deviceEnrollmentType: 'appleBulkWithUser',
		enrolledDateTime: '2026-01-01T00:00:00Z', lastSyncDateTime: '2026-11-20T11:00:00Z', deviceActionResults: [wipe, lock],
	};
	const primary: User = { id: 'u1', userPrincipalName: 'ada@acme.test' };
	const http = async ({ path }: HttpRequest): Promise<HttpResponse> => ({ status: 200, headers: {}, body: path.endsWith('/users') ? { value: [primary] } : row });
	const intune = intuneClient(http, { hrIdAttribute: 'employeeId', matchByEmail: true }, () => {});
	const read = (await readDevice(intune, 'i1'))!;
	expect(read).toMatchObject({ id: 'i1', name: 'KST-1', serial: 'S1', platform: 'macos', ownership: 'corporate', holders: ['u1'], managed: true, locked: false });
	const commands = async (action: string) => (await intuneSteps.find(({ id }) => id === action)!.commands(intune, read, [])).map(({ state }) => state);
	expect(await commands('lock')).toEqual(['done']);
	expect(await commands('wipe')).toEqual(['queued']);
	expect(await commands('retire')).toEqual([]);
	expect(await readPin(intune, 'i1')).toBe('481516');
	expect(intuneSystem(http, { hrIdAttribute: 'employeeId', matchByEmail: true }).steps).toBe(intuneSteps);
});
