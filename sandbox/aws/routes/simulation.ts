import { noSuchEntity, refuse } from '../errors';
import { groupArn, roleArn, userArn } from '../names';
import { decideFor } from '../policy/rights';
import { iam, member, members, page, required, type QueryCall } from '../query';
import type { PolicyHolder, User } from '../state';
import { userContext } from '../auth/context';

function holderAt({ account }: QueryCall, arn: string): PolicyHolder {
	const { users, groups, roles } = account;
	const found = [...users.values()].find((user) => userArn(account, user) === arn) ?? [...groups.values()].find((group) => groupArn(account, group) === arn) ?? [...roles.values()].find((role) => roleArn(account, role) === arn);
	if (found === undefined) throw noSuchEntity(`Principal ${arn} was not found.`);
	return found;
}

function contextIn({ form }: QueryCall): Record<string, string[]> {
	const context: Record<string, string[]> = {};
	for (let index = 1; form.has(`ContextEntries.member.${index}.ContextKeyName`); index += 1) {
		const entry = `ContextEntries.member.${index}`;
		context[form.get(`${entry}.ContextKeyName`)!.toLowerCase()] = members({ form }, `${entry}.ContextKeyValues`);
	}
	return context;
}

/** What the principal's policies, its groups' and its boundary say; service control and resource policies are not looked at. */
function simulate(call: QueryCall) {
	const holder = holderAt(call, required(call, 'PolicySourceArn'));
	const actions = members(call, 'ActionNames');
	if (actions.length === 0) throw refuse('ValidationError', '1 validation error detected: Value null at \'actionNames\' failed to satisfy constraint: Member must not be null');
	const resources = members(call, 'ResourceArns');
	const context = { ...('accessKeys' in holder ? userContext(holder as User) : {}), ...contextIn(call) };
	const results = actions.flatMap((action) =>
		(resources.length === 0 ? ['*'] : resources).map((resource) => ({
			EvalActionName: action,
			EvalResourceName: resource,
			EvalDecision: decideFor(call.account, holder, { action, resource, context }),
			MatchedStatements: member([]),
			MissingContextValues: member([]),
		})),
	);
	return page(call, 'EvaluationResults', results, (result) => result);
}

export const simulationRoutes = iam({ SimulatePrincipalPolicy: simulate });
