import type { JsonObject } from '../../ledger/types';
import type { AccessKind } from '../step';
import type { Outgoing } from './outgoing';
import { read, type Reading, type Somebody } from './reading';

/** Elastic Common Schema. */
const version = '9.4.0';

interface Sort {
	category: string;
	types: readonly string[];
	action?: string;
}

const steps: { readonly [closes in AccessKind]: { types: readonly string[]; takes: string; gives: string } } = {
	'sign-in': { types: ['user', 'change'], takes: 'disable-user', gives: 'enable-user' },
	credentials: { types: ['user', 'change'], takes: 'revoke-credentials', gives: 'restore-credentials' },
	entitlements: { types: ['admin', 'change'], takes: 'revoke-entitlements', gives: 'assign-entitlements' },
	devices: { types: ['change'], takes: 'suspend-devices', gives: 'resume-devices' },
	data: { types: ['change'], takes: 'hand-over-data', gives: 'give-back-data' },
};

const kinds: { readonly [kind: string]: Sort } = {
	'exception.ended': { category: 'configuration', types: ['deletion'] },
	'exception.registered': { category: 'configuration', types: ['creation'] },
	'webhook.received': { category: 'web', types: ['access'] },
	'webhook.refused': { category: 'web', types: ['error'] },
	'webhook.repeated': { category: 'web', types: ['access'] },
};

/**
 * The content goes as text: its fields have another type in every system, and an index that maps one of them refuses the
 * next. `withContent` is false where the content would make the event longer than a SIEM takes.
 */
export const ecsOf = (outgoing: Outgoing, withContent: boolean): JsonObject => {
	const { id, ledger, text, hash, record } = outgoing;
	const reading = read(outgoing);
	const { category, types, action } = sortOf(reading, record.kind);
	const content = withContent ? record.content : null;
	const people = [reading.target, reading.actor].flatMap((who) => (who === null ? [] : [who.id, who.name, who.email]));
	return {
		'@timestamp': record.at,
		ecs: { version },
		message: reading.reason === null ? reading.title : `${reading.title}. ${reading.reason}`,
		event: {
			id,
			kind: 'event',
			category: [category],
			type: [...types],
			action: action ?? record.kind.replaceAll('.', '-'),
			outcome: reading.succeeded === null ? 'unknown' : reading.succeeded ? 'success' : 'failure',
			code: record.kind,
			provider: 'jml',
			module: 'jml',
			original: text,
			hash,
			...(record.seq === null ? {} : { sequence: record.seq }),
			...(reading.reason === null ? {} : { reason: reading.reason }),
		},
		...usersIn(reading),
		related: { user: [...new Set(people.filter((one) => one !== undefined))] },
		labels: {
			ledger,
			...reading.facts,
			state: reading.state,
			...(reading.phase === null ? {} : { phase: reading.phase }),
			...(reading.workflow === null ? {} : { workflow: reading.workflow }),
			...(record.caseId === undefined ? {} : { case_id: record.caseId }),
		},
		tags: ['jml', ...(content === record.content ? [] : ['content_left_out'])],
		...(content === null ? {} : { jml: { content: JSON.stringify(content) } }),
	};
};

const sortOf = ({ step }: Reading, kind: string): Sort => {
	if (step === null) return kinds[kind] ?? { category: 'iam', types: ['info'] };
	if (step.closes === null) return { category: 'iam', types: ['user', 'info'] };
	const { types, ...actions } = steps[step.closes];
	return { category: 'iam', types, ...(step.direction === null ? {} : { action: actions[step.direction] }) };
};

/** The leaver is never `user` itself, which is who acts. */
const usersIn = ({ target, actor }: Reading): JsonObject => {
	const user = { ...(actor === null ? {} : personOf(actor)), ...(target === null ? {} : { target: personOf(target) }) };
	return Object.keys(user).length === 0 ? {} : { user };
};

const personOf = ({ id, name, email }: Somebody): JsonObject => ({
	...(id === undefined ? {} : { id }),
	...(name === undefined ? {} : { name }),
	...(email === undefined ? {} : { email }),
});
