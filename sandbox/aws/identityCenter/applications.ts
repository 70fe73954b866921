import { conflict, notFound, page, sso, ssoOfApplications, text, type JsonCall } from './json';
import { isOf, principalIn, reaching } from './principals';
import type { Application } from './state';

function applicationIn(call: JsonCall): Application {
	const arn = text(call, 'ApplicationArn');
	const application = call.state.identityCenter.applications.get(arn);
	if (application === undefined) throw notFound('Application', arn);
	return application;
}

const show = ({ state }: JsonCall, { arn, name }: Application) => ({ ApplicationArn: arn, Name: name, InstanceArn: state.identityCenter.instanceArn, Status: 'ENABLED' });

const applicationsOf = ({ state }: JsonCall) => [...state.identityCenter.applications.values()];

function assignmentsOfPrincipal(call: JsonCall): object {
	const { principalId, principalType } = principalIn(call);
	const principals = reaching(call, principalId, principalType);
	const held = applicationsOf(call).flatMap(({ arn, assigned }) => assigned.filter((one) => isOf(principals, one)).map((one) => ({ ApplicationArn: arn, PrincipalId: one.principalId, PrincipalType: one.principalType })));
	return page(call, 'ApplicationAssignments', held, (one) => one);
}

function unassign(call: JsonCall): void {
	const application = applicationIn(call);
	const principal = principalIn(call);
	if (!isOf(application.assigned, principal)) throw notFound('ApplicationAssignment', principal.principalId);
	application.assigned = application.assigned.filter((one) => !isOf([principal], one));
}

function assign(call: JsonCall): void {
	const application = applicationIn(call);
	const principal = principalIn(call);
	if (isOf(application.assigned, principal)) throw conflict('The application assignment already exists.');
	application.assigned.push(principal);
}

export const applicationRoutes = [
	...sso({
		ListApplications: (call) => page(call, 'Applications', applicationsOf(call), (application) => show(call, application)),
		ListApplicationAssignmentsForPrincipal: assignmentsOfPrincipal,
	}),
	...ssoOfApplications({
		DescribeApplication: (call) => show(call, applicationIn(call)),
		CreateApplicationAssignment: assign,
		DeleteApplicationAssignment: unassign,
	}),
];
