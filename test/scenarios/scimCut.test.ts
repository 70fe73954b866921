import { cast } from '../../sandbox';
import { appNames } from '../../sandbox/scim/applications';
import type { AppName } from '../../sandbox/scim';
import { outcomes } from '../support/leaverCase';
import { kindOf, startScimCase, type ScimCase, type ScimChanges } from '../support/scimCase';
import { kinds } from '../../systems/scim/kinds';

let company: ScimCase;
beforeEach(async () => {
	company = await startScimCase();
});
afterEach(() => company.stop());

const access = (app: AppName) => company.scim.accessOf(app, cast.leaver.workEmail);

/** What Probe names for an application that no preset knows. */
const asProbed: { [App in AppName]?: ScimChanges['dialect'] } = { entraStyle: { patch: 'text', removeMember: 'value' } };
const to = (app: AppName, more: ScimChanges = {}): ScimChanges => ({ app, dialect: asProbed[app] ?? {}, ...more });
const sessionsOf = (app: AppName) => (kinds[kindOf[app]].sessions.end ? 'done/unverifiable' : undefined);

describe.each(appNames.filter((app) => app !== 'pagerDuty' && app !== 'githubOrg'))('%s', (app) => {
	test('the account is disabled and out of its groups, each read back, and everything is given back', async () => {
		const before = access(app);
		const results = await company.cut(cast.leaver, to(app));
		expect(outcomes(results)).toEqual({ disable: 'done/true', removeFromGroups: 'done/true', removeRoles: 'already_done/true', ...(sessionsOf(app) ? { endSessions: sessionsOf(app) } : {}) });
		expect(access(app)).toMatchObject({ active: false, groups: [] });
		expect(results.find(({ step }) => step === 'disable')).toMatchObject({ system: `scim:${app.toLowerCase()}`, remains: kinds[kindOf[app]].remains });

		const given = await company.restore(cast.leaver, to(app));
		expect(given.filter(({ outcome }) => !['done', 'already_done'].includes(outcome))).toEqual([]);
		expect(access(app)).toMatchObject({ active: true, groups: expect.arrayContaining(before.groups) });
		expect(access(app).groups).toHaveLength(before.groups.length);
	});

	test('F09: what was cut already is found so, and nothing is sent', async () => {
		await company.cut(cast.leaver, to(app));
		company.scim.journal.clear();
		const again = outcomes(await company.cut(cast.leaver, to(app, { work: { caseId: 'another' } })));
		expect(again).toMatchObject({ disable: 'already_done/true', removeFromGroups: 'already_done/true' });
		expect(company.scim.journal.writes).toEqual([]);
	});
});
