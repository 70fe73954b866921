import type { JsonObject } from '../../ledger/types';
import type { AccessKind } from '../step';
import type { Outgoing } from './outgoing';
import { read, type Reading, type Somebody } from './reading';

/** Open Cybersecurity Schema Framework 1.8.0, category 3: Identity & Access Management. */
const version = '1.8.0';

interface Class {
	uid: number;
	name: string;
	activities: { readonly [id: number]: string };
}

const accountChange: Class = { uid: 3001, name: 'Account Change', activities: { 2: 'Enable', 5: 'Disable' } };
const entityManagement: Class = { uid: 3004, name: 'Entity Management', activities: { 1: 'Create', 2: 'Read', 3: 'Update', 4: 'Delete', 12: 'Suspend', 13: 'Resume' } };
const userAccess: Class = { uid: 3005, name: 'User Access Management', activities: { 1: 'Assign Privileges', 2: 'Revoke Privileges' } };

const other = 99;

/** By the kind of access a step closes: the class, and the activity when it is taken and when it is given. */
const classes: { readonly [closes in AccessKind]: { of: Class; takes: number; gives: number } } = {
	'sign-in': { of: accountChange, takes: 5, gives: 2 },
	credentials: { of: accountChange, takes: other, gives: other },
	entitlements: { of: userAccess, takes: 2, gives: 1 },
	devices: { of: entityManagement, takes: 12, gives: 13 },
	data: { of: entityManagement, takes: other, gives: other },
};

/** Records that are about no step. */
const activities: { readonly [kind: string]: number } = { 'access.snapshot': 2, 'case.opened': 1, 'case.resumed': 3, 'exception.ended': 4, 'exception.registered': 1, 'record.erased': 4 };

/** `withContent` is false where the content would make the event longer than a SIEM takes. */
export const ocsfOf = (outgoing: Outgoing, withContent: boolean): JsonObject => {
	const { id, ledger, text, hash, record } = outgoing;
	const reading = read(outgoing);
	const { of, activity } = classify(reading, record.kind);
	const content = withContent || record.content === null ? record.content : null;
	const activityName = of.activities[activity] ?? (reading.step === null ? reading.title : (reading.facts['step'] ?? reading.title));
	return {
		activity_id: activity,
		activity_name: activityName,
		category_uid: 3,
		category_name: 'Identity & Access Management',
		class_uid: of.uid,
		class_name: of.name,
		type_uid: of.uid * 100 + activity,
		type_name: `${of.name}: ${activity === other ? 'Other' : activityName}`,
		time: Date.parse(record.at),
		...severityOf(reading),
		...statusOf(reading),
		message: reading.reason === null ? reading.title : `${reading.title}. ${reading.reason}`,
		metadata: {
			version,
			product: { name: 'Joiner Mover Leaver', vendor_name: 'n8n-nodes-joiner-mover-leaver' },
			uid: id,
			event_code: record.kind,
			log_name: ledger,
			original_time: record.at,
			tenant_uid: ledger,
			...(record.seq === null ? {} : { sequence: record.seq }),
			...(record.caseId === undefined ? {} : { correlation_uid: record.caseId }),
			...(content === record.content ? {} : { is_truncated: true }),
		},
		actor: { app_name: 'n8n', ...(reading.workflow === null ? {} : { app_uid: reading.workflow }), ...(reading.actor === null ? {} : { user: userOf(reading.actor) }) },
		...subjectOf(of, reading, outgoing),
		raw_data: text,
		raw_data_hash: { algorithm: 'SHA-256', algorithm_id: 3, value: hash },
		unmapped: { jml: { kind: record.kind, phase: reading.phase, ...reading.facts, ...(content === null ? {} : { content }) } },
	};
};

const classify = ({ step, target }: Reading, kind: string): { of: Class; activity: number } => {
	if (step === null) return { of: entityManagement, activity: activities[kind] ?? other };
	// Account Change and User Access Management cannot be said without a user.
	if (target === null) return { of: entityManagement, activity: other };
	if (step.closes === null) return { of: accountChange, activity: other };
	const { of, takes, gives } = classes[step.closes];
	return { of, activity: step.direction === 'takes' ? takes : step.direction === 'gives' ? gives : other };
};

const subjectOf = (of: Class, { target, facts }: Reading, { id, record }: Outgoing): JsonObject => {
	const user: JsonObject = target === null ? {} : { user: userOf(target) };
	if (of === userAccess) return { ...user, privileges: [facts['step'] ?? 'access'] };
	if (of === accountChange) return user;
	const about = record.kind.startsWith('case.') ? record.caseId : record.subject;
	const name = about ?? record.caseId ?? id;
	return { entity: { name, uid: name, type: record.kind.split('.')[0]!, type_id: other, ...user } };
};

const userOf = ({ id, name, email }: Somebody): JsonObject => ({
	...(id === undefined ? {} : { uid: id }),
	name: name ?? email ?? id ?? 'unknown',
	...(email === undefined ? {} : { email_addr: email }),
});

const severityOf = ({ succeeded }: Reading): JsonObject => (succeeded === false ? { severity_id: 3, severity: 'Medium' } : { severity_id: 1, severity: 'Informational' });

const statusOf = ({ succeeded, state }: Reading): JsonObject => {
	if (succeeded === null) return { status_id: other, status: state, status_code: state };
	return { status_id: succeeded ? 1 : 2, status: succeeded ? 'Success' : 'Failure', status_code: state };
};
