import { randomUUID } from 'node:crypto';
import type { Clock } from '../../../lifecycle/clock';
import { asProblem } from '../../../lifecycle/problem';
import { unlessGone } from '../../http/gone';
import type { Http } from '../../http/types';
import type { Application } from '../application';
import { configOnce, scimClient, type Scim } from '../client';
import { groupPath } from '../groups';
import type { Dialect } from '../kinds';
import type { ScimAccount } from '../user';
import { readDescription, tryFilters } from './described';
import { openReport, type ProbeResult, type Report } from './report';
import { assertUnused, deleteUser, makeUser, workingContentType } from './testUsers';
import { acceptedStyle, tryActive } from './tryActive';
import { makeGroup, tryGroups } from './tryGroups';

type With = (dialect: Partial<Dialect>) => Scim;

/** Finds out how an application speaks SCIM. Without a test address it only reads. */
export const probeApplication = async (http: Http, application: Application, testAddress: string | null, clock: Clock): Promise<ProbeResult> => {
	const report = openReport(application);
	const config = configOnce(http);
	const as: With = (dialect) => scimClient(http, { ...application, ...dialect }, config, () => {});
	const { groups } = await readDescription(as({}), report);
	await tryFilters(as({}), report);
	if (testAddress === null) report.say('Setting an account inactive', 'not tried, so whether it deletes the account is NOT KNOWN. Enter a Test Address to have it tried on a user made for it');
	else await tryOnTestUsers(as, testAddress, groups, report, clock).catch((error: unknown) => report.say('The try-out ended early', asProblem(error).message));
	return report.result();
};

const spelt = async (as: With, user: ScimAccount): Promise<With> => {
	const patch = await acceptedStyle(as, user);
	return (dialect) => as({ patch, ...dialect });
};

const secondOf = (address: string): string => address.replace('@', '+second@');

/** Makes two people and a group, tries everything on them, and takes them away again, whatever happened. */
const tryOnTestUsers = async (as: With, address: string, groups: boolean, report: Report, clock: Clock): Promise<void> => {
	const addresses = [address, secondOf(address)];
	for (const one of addresses) await assertUnused(as({}), one);
	const users: ScimAccount[] = [];
	let group: string | null = null;
	let contentType: Dialect['contentType'] = as({}).application.contentType;
	const here: With = (dialect) => as({ contentType, ...dialect });
	try {
		contentType = await workingContentType(as, async (scim) => void users.push(await makeUser(scim, addresses[0]!, `jml-probe-${randomUUID()}`)), report);
		users.push(await makeUser(here({}), addresses[1]!, `jml-probe-${randomUUID()}`));
		const [first, second] = users as [ScimAccount, ScimAccount];
		if (groups) {
			group = await makeGroup(here({}), `Probe ${randomUUID()}`, [first.id, second.id]).catch((error: unknown) => {
				report.say('Groups', `none could be made to try on: ${asProblem(error).message}`);
				return null;
			});
			if (group !== null) await tryGroups(await spelt(here, first), { id: group, leaver: first.id, other: second.id }, report, clock);
		}
		await tryActive(here, first, report, clock);
	} finally {
		const scim = here({});
		const id = group;
		if (id !== null) await unlessGone(() => scim.send('DELETE', groupPath(id))).catch((error: unknown) => report.leftBehind(`the test group ${id}: delete it in the application. ${asProblem(error).message}`));
		const deletions: string[] = [];
		for (const user of users) deletions.push(await deleteUser(scim, user, report, clock).catch((error: unknown) => `not known: ${asProblem(error).message}`));
		if (deletions.length > 0) report.say('Deleting an account', deletions.at(-1)!);
	}
};
