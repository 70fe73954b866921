import type { INode } from 'n8n-workflow';
import type { Checked } from '../../lifecycle/check';
import type { Sandbox } from '../../sandbox';
import { startSite, type Site } from '../harness/site';
import { expectSentence } from '../harness/expectations';
import { node } from '../harness/workflow';

let site: Site;
beforeEach(async () => {
	site = await startSite();
});
afterEach(() => site.stop());

const withCredential = (...types: string[]): Partial<INode> => ({ credentials: Object.fromEntries(types.map((type) => [type, { id: type, name: type }])) });
const check = (type: string, credentials: readonly string[], fields: INode['parameters'] = {}): INode => node('Check', type, { resource: 'setUp', operation: 'checkPermissions', ...fields }, withCredential(...credentials));
const checkSetUp = (credentials: readonly string[] = ['jmlBambooHrApi'], fields: INode['parameters'] = {}): INode => node('Check', 'evidenceLedger', { resource: 'ledger', operation: 'checkSetUp', ...fields }, withCredential(...credentials));

const found = async (asked: INode): Promise<Checked[]> => {
	const { items, error } = await site.n8n.run([asked], [{ kept: 'as it was' }]);
	expect(error).toBeUndefined();
	const [item, ...others] = items('Check');
	expect(others).toEqual([]);
	expect(item).toMatchObject({ kept: 'as it was' });
	for (const secret of secrets()) expect(JSON.stringify(item)).not.toContain(secret);
	return item!['checks'] as unknown as Checked[];
};

/** All that an administrator types in and nobody may read. */
const secrets = (): string[] =>
	Object.values(site.n8n.credentials.stored).flatMap((fields) => Object.entries(fields).flatMap(([name, value]) => (/key$|token|secret/i.test(name) && typeof value === 'string' && value.length > 8 ? [value] : [])));

const without = <T>(list: readonly T[], one: T): T[] => list.filter((other) => other !== one);

interface Row {
	node: INode;
	label: string;
	/** What somebody takes away at the vendor. */
	take(sandbox: Sandbox): void;
	missing: string[];
}

const policyOf = ({ aws }: Sandbox) => [...aws.state.accounts.get('111122223333')!.policies.values()].find(({ name }) => name === 'JoinerMoverLeaver')!;
const forbidInAws = (action: string) => (sandbox: Sandbox) => {
	const policy = policyOf(sandbox);
	policy.document = policy.document.replace(`"${action}",`, '');
};
const consentWithout = (permission: string, clientId: (sandbox: Sandbox) => string) => (sandbox: Sandbox) => {
	const app = [...sandbox.entra.state.servicePrincipals.values()].find(({ appId }) => appId === clientId(sandbox))!;
	app.permissions = without(app.permissions, permission);
};

const rows: { [system: string]: Row } = {
	okta: {
		node: check('oktaAccess', ['jmlOktaServiceAppApi']),
		label: 'Okta',
		take: ({ okta }) => {
			for (const app of okta.state.serviceApps.values()) app.scopes = without(app.scopes, 'okta.devices.manage');
		},
		missing: ['okta.devices.manage'],
	},
	google: {
		node: check('googleWorkspaceAccess', ['jmlGoogleServiceAccountApi']),
		label: 'Google Workspace',
		take: ({ google }) => {
			const { clientId } = google.connection.serviceAccount;
			google.state.delegation.set(clientId, google.state.delegation.get(clientId)!.filter((scope) => !scope.endsWith('gmail.settings.sharing')));
		},
		missing: ['gmail.settings.sharing'],
	},
	entra: {
		node: check('entraAccess', ['jmlEntraApi']),
		label: 'Entra ID',
		take: consentWithout('AuditLog.Read.All', ({ connections }) => connections.entra.clientId),
		missing: ['AuditLog.Read.All'],
	},
	jumpCloud: {
		node: check('jumpCloudAccess', ['jmlJumpCloudServiceAccountApi']),
		label: 'JumpCloud',
		take: ({ faults }) => void faults.jumpcloud.add({ path: /\/usergroups/, effect: { kind: 'forbidden' } }),
		missing: ['user groups (read)'],
	},
	aws: { node: check('awsIamAccess', ['jmlAwsApi']), label: 'AWS IAM', take: forbidInAws('iam:UpdateAccessKey'), missing: ['iam:UpdateAccessKey'] },
	identityCenter: { node: check('awsIdentityCenterAccess', ['jmlAwsApi']), label: 'AWS Identity Center', take: forbidInAws('sso:ListAccountAssignmentsForPrincipal'), missing: ['sso:ListAccountAssignmentsForPrincipal'] },
	github: {
		node: check('gitHubAccess', ['jmlGitHubAppApi']),
		label: 'GitHub',
		take: ({ github }) => void delete github.installation('kestrel-open').permissions['organization_personal_access_tokens'],
		missing: ['organization_personal_access_tokens:write'],
	},
	n8n: {
		node: check('n8nAccess', ['jmlN8nApi']),
		label: 'n8n',
		take: ({ n8n }) => {
			for (const key of n8n.state.apiKeys.values()) key.scopes = without(key.scopes, 'user:delete');
		},
		missing: ['user:delete'],
	},
	intune: {
		node: check('intuneDevices', ['jmlIntuneApi']),
		label: 'Intune',
		take: consentWithout('DeviceManagementManagedDevices.PrivilegedOperations.All', ({ connections }) => connections.entra.devices.clientId),
		missing: ['DeviceManagementManagedDevices.PrivilegedOperations.All'],
	},
	jamf: {
		node: check('jamfDevices', ['jmlJamfApi']),
		label: 'Jamf Pro',
		take: ({ jamf }) => {
			for (const client of jamf.state.clients.values()) client.privileges = without(client.privileges, 'Read Computers');
		},
		missing: ['Read Computers'],
	},
	fleet: {
		node: check('fleetDevices', ['jmlFleetApi']),
		label: 'Fleet',
		take: ({ fleet }) => {
			for (const user of fleet.state.users) user.role = 'observer';
		},
		missing: ['maintainer'],
	},
	iru: {
		node: check('iruDevices', ['jmlIruApi']),
		label: 'Iru',
		take: ({ iru }) => {
			for (const token of iru.state.tokens) token.permissions = without(token.permissions, 'GET /devices/{device_id}/commands');
		},
		missing: ['GET /devices/{device_id}/commands'],
	},
};

describe.each(Object.entries(rows))('G11: %s', (system, { node: asked, label, take, missing }) => {
	test('says that everything is there', async () => {
		expect(await found(asked)).toEqual([{ system, what: label, ok: true, message: expect.any(String) as string }]);
	});

	test('names the very permission that is not there, before going live', async () => {
		take(site.sandbox);
		const [only] = await found(asked);
		expect(only).toEqual({ system, what: label, ok: false, message: expect.stringContaining(missing[0]!) as string, missing });
		expectSentence(`${only!.message.replace(/\.$/, '')}.`);
	});
});

describe('G11: what has no permissions to name', () => {
	const wiki = check('scimAccess', ['jmlScimApi'], { applicationName: 'Kestrel Wiki', kind: 'generic' });

	test('a SCIM application says whether it lets anybody in', async () => {
		expect(await found(wiki)).toEqual([{ system: 'scim:kestrel-wiki', what: 'Kestrel Wiki', ok: true, message: expect.stringContaining('can be read') as string }]);
		site.n8n.credentials.stored['jmlScimApi']!['token'] = 'wrong';
		const [refused] = await found(wiki);
		expect(refused).toEqual({ system: 'scim:kestrel-wiki', what: 'Kestrel Wiki', ok: false, message: expect.stringMatching(/token/) as string });
	});

	test('a credential that is not there is a finding, and no error', async () => {
		const [none] = await found(check('oktaAccess', []));
		expect(none).toMatchObject({ system: 'okta', ok: false, message: expect.stringMatching(/has no credential.*choose one/) as string });
	});

	test('a system that cannot be reached, too', async () => {
		site.n8n.credentials.stored['jmlJamfApi']!['baseUrl'] = 'http://127.0.0.1:1';
		expect(await found(check('jamfDevices', ['jmlJamfApi']))).toMatchObject([{ ok: false, message: expect.stringMatching(/could not be reached/) as string }]);
	});

	test('one item goes through all of them, and collects what each found', async () => {
		const [first, second] = [{ ...rows['okta']!.node, name: 'First' }, { ...rows['fleet']!.node, name: 'Check' }];
		const { items } = await site.n8n.run([first, second], [{}]);
		expect(items('Check')[0]!['checks']).toMatchObject([{ system: 'okta', ok: true }, { system: 'fleet', ok: true }]);
	});
});

describe('G11: the vault, with the devices whose PINs it keeps', () => {
	const asked = check('jamfDevices', ['jmlJamfApi', 'jmlVaultApi'], { escrow: 'vault' });

	test('both have to be in order', async () => {
		expect(await found(asked)).toEqual([{ system: 'jamf', what: 'Jamf Pro', ok: true, message: expect.stringMatching(/Connected to Jamf Pro .*\. Connected to HashiCorp Vault/) as string }]);
		for (const role of site.sandbox.vault.state.appRoles) Object.assign(role, { policies: [] });
		const [only] = await found(asked);
		expect(only).toMatchObject({ ok: false, missing: [expect.stringMatching(/^(read|create and update) on secret\/(meta)?data\/jml\/device-pins\/\*$/) as string] });
	});
});

describe('G11: AWS, in every account the node works in', () => {
	test('a role that cannot be taken is a finding', async () => {
		const [only] = await found(check('awsIamAccess', ['jmlAwsApi'], { awsAccounts: { account: [{ roleArn: 'arn:aws:iam::444455556666:role/JoinerMoverLeaver', externalId: 'wrong' }] } }));
		expect(only).toMatchObject({ system: 'aws', ok: false, message: expect.stringContaining('444455556666') as string });
	});
});

describe('G11: BambooHR, whose key sees what its user may see', () => {
	const bambooHr = async () => (await found(checkSetUp())).find(({ what }) => what === 'BambooHR');
	const user = () => [...site.sandbox.bamboohr.state.apiKeys.values()];

	test('says that everything is there', async () => {
		expect(await bambooHr()).toEqual({ system: 'bamboohr', what: 'BambooHR', ok: true, message: expect.stringMatching(/webhooks can be managed and everything that is needed/) as string });
		expect(site.sandbox.bamboohr.state.webhooks.size).toBe(0);
	});

	test('names a field that is silently left out', async () => {
		for (const key of user()) key.hiddenFields.push('terminationDate');
		expect(await bambooHr()).toMatchObject({ ok: false, missing: ['field terminationDate'] });
	});

	test.each([
		[/\/webhooks/, 'managing webhooks'],
		[/tables\/employmentStatus/, 'table employmentStatus'],
	])('names what is refused: %s', async (path, missing) => {
		site.sandbox.faults.bamboohr.add({ path, effect: { kind: 'forbidden' } });
		expect(await bambooHr()).toMatchObject({ ok: false, missing: [missing], message: expect.stringContaining(missing) as string });
	});

	test('a wrong key is a finding', async () => {
		site.n8n.credentials.stored['jmlBambooHrApi']!['apiKey'] = 'wrong';
		expect(await bambooHr()).toMatchObject({ ok: false, message: expect.stringMatching(/did not accept the API key/) as string });
	});

	test('is not spoken of where no credential was chosen', async () => {
		expect((await found(checkSetUp([]))).map(({ what }) => what)).not.toContain('BambooHR');
	});
});
