import { jsonBody, noContent, ok } from '../../server/message';
import type { OktaCall, OktaRoute } from '../call';
import { invalid, notFound } from '../errors';
import { scheduleRules, showRule } from '../groups';
import { plainTarget, record } from '../log';
import { page } from '../paging';
import type { GroupRule } from '../state';

function ruleById({ state, params }: OktaCall): GroupRule {
	const rule = state.rules.get(params.rule ?? '');
	if (rule === undefined) throw notFound(params.rule ?? '', 'GroupRule');
	return rule;
}

function list(call: OktaCall) {
	const search = call.query.get('search')?.toLowerCase() ?? '';
	const rules = [...call.state.rules.values()].filter(({ name }) => name.toLowerCase().includes(search));
	return page(call, rules, ({ id }) => id, { usual: 50, largest: 200 }, showRule);
}

/** Rules can be edited only while INACTIVE. The double takes the name and the exclusion list. */
function update(call: OktaCall) {
	const rule = ruleById(call);
	if (rule.status !== 'INACTIVE') throw invalid('status', 'status: Only inactive rules can be updated');
	const body = jsonBody(call.incoming) as { name?: string; conditions?: { people?: { users?: { exclude?: string[] } } } } | undefined;
	rule.name = body?.name ?? rule.name;
	rule.excluded = body?.conditions?.people?.users?.exclude ?? rule.excluded;
	rule.lastUpdated = call.clock.iso();
	return ok(showRule(rule));
}

const turn = (status: GroupRule['status']) => (call: OktaCall) => {
	const rule = ruleById(call);
	rule.status = status;
	rule.lastUpdated = call.clock.iso();
	if (status === 'ACTIVE') for (const userId of call.state.users.keys()) scheduleRules(call, userId);
	record(call, `group.rule.${status === 'ACTIVE' ? 'activate' : 'deactivate'}`, [plainTarget('GroupRule', rule.id, rule.name)]);
	return noContent();
};

const base = '/api/v1/groups/rules';

export const ruleRoutes: OktaRoute[] = [
	{ method: 'GET', path: base, needs: 'okta.groups.read', handle: list },
	{ method: 'GET', path: `${base}/:rule`, needs: 'okta.groups.read', handle: (call) => ok(showRule(ruleById(call))) },
	{ method: 'PUT', path: `${base}/:rule`, needs: 'okta.groups.manage', handle: update },
	{ method: 'POST', path: `${base}/:rule/lifecycle/activate`, needs: 'okta.groups.manage', handle: turn('ACTIVE') },
	{ method: 'POST', path: `${base}/:rule/lifecycle/deactivate`, needs: 'okta.groups.manage', handle: turn('INACTIVE') },
];
