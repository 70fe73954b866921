import { SCOPES } from '../auth/scopes';
import type { GoogleCall } from '../call';
import { invalid } from '../errors';
import { page } from '../paging';
import type { Activity } from '../state';
import { userByKey } from '../users';
import { route } from './route';

const APPLICATIONS: readonly string[] = ['admin', 'login', 'token', 'mobile'] satisfies Activity['application'][];

const show = ({ state }: GoogleCall, { time, uniqueQualifier, application, actor, type, name, parameters }: Activity) => ({
	kind: 'admin#reports#activity',
	id: { time, uniqueQualifier, applicationName: application, customerId: state.customer.id },
	actor: { callerType: 'USER', ...actor },
	ipAddress: '127.0.0.1',
	events: [{ type, name, ...(parameters.length === 0 ? {} : { parameters }) }],
});

const instant = ({ query }: GoogleCall, name: string, otherwise: number): number => {
	const given = query.get(name);
	const value = given === null ? otherwise : Date.parse(given);
	if (Number.isNaN(value)) throw invalid(`Invalid Input: ${name}`);
	return value;
};

/** `NAME==value`, with commas between, of which all must hold. */
function fitsFilters(text: string | null): (activity: Activity) => boolean {
	const wanted = (text ?? '').split(',').filter((one) => one !== '').map((one) => {
		const [, name, value] = /^(\w+)==(.*)$/.exec(one) ?? [];
		if (name === undefined) throw invalid('Invalid Input: filters');
		return { name, value };
	});
	return ({ parameters }) => wanted.every(({ name, value }) => parameters.some((parameter) => parameter.name === name && parameter.value === value));
}

function listActivities(call: GoogleCall) {
	const { state, clock, params, query } = call;
	const { application = '', userKey = '' } = params;
	if (!APPLICATIONS.includes(application)) throw invalid('Invalid Input: applicationName');
	const [since, until, eventName] = [instant(call, 'startTime', 0), instant(call, 'endTime', clock.now()), query.get('eventName')];
	if (since > until) throw invalid('Start time must be before end time.');
	const actor = userKey === 'all' ? undefined : userByKey(call, userKey).id;
	const fits = fitsFilters(query.get('filters'));
	const listed = state.activities
		.filter((activity) => activity.application === application && activity.visibleAtElapsed <= clock.elapsed())
		.filter(({ time, name, actor: by }) => Date.parse(time) >= since && Date.parse(time) <= until && (eventName === null || name === eventName) && (actor === undefined || by.profileId === actor))
		.filter(fits)
		.reverse();
	return page(call, listed, { field: 'items', usual: 1000, largest: 1000, idOf: ({ uniqueQualifier }) => uniqueQualifier, show: (activity) => show(call, activity), around: { kind: 'admin#reports#activities' } });
}

export const reportRoutes = [
	route('GET', '/admin/reports/v1/activity/users/:userKey/applications/:application', { scopes: SCOPES.reports, privilege: 'REPORTS_ACCESS' }, listActivities),
];
