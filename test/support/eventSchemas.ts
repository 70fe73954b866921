/** What OCSF 1.8.0 and ECS 9.4 demand of the events we send, from their published schemas. Gives what is wrong. */

type Value = { readonly [name: string]: unknown };

const captions: { readonly [classUid: number]: { name: string; activities: { readonly [id: number]: string }; required: readonly string[] } } = {
	3001: {
		name: 'Account Change',
		activities: { 0: 'Unknown', 1: 'Create', 2: 'Enable', 3: 'Password Change', 4: 'Password Reset', 5: 'Disable', 6: 'Delete', 7: 'Attach Policy', 8: 'Detach Policy', 9: 'Lock', 10: 'MFA Factor Enable', 11: 'MFA Factor Disable', 12: 'Unlock', 99: '' },
		required: ['user'],
	},
	3004: {
		name: 'Entity Management',
		activities: { 0: 'Unknown', 1: 'Create', 2: 'Read', 3: 'Update', 4: 'Delete', 5: 'Move', 6: 'Enroll', 7: 'Unenroll', 8: 'Enable', 9: 'Disable', 10: 'Activate', 11: 'Deactivate', 12: 'Suspend', 13: 'Resume', 99: '' },
		required: ['entity'],
	},
	3005: { name: 'User Access Management', activities: { 0: 'Unknown', 1: 'Assign Privileges', 2: 'Revoke Privileges', 99: '' }, required: ['user', 'privileges'] },
};

const severities: { readonly [id: number]: string } = { 0: 'Unknown', 1: 'Informational', 2: 'Low', 3: 'Medium', 4: 'High', 5: 'Critical', 6: 'Fatal', 99: '' };
const statuses: { readonly [id: number]: string } = { 0: 'Unknown', 1: 'Success', 2: 'Failure', 99: '' };

const known = new Set([
	'activity_id', 'activity_name', 'actor', 'category_name', 'category_uid', 'class_name', 'class_uid', 'entity', 'message', 'metadata', 'privileges', 'raw_data', 'raw_data_hash', 'severity', 'severity_id', 'status', 'status_code',
	'status_detail', 'status_id', 'time', 'type_name', 'type_uid', 'unmapped', 'user',
]);
const knownMetadata = new Set(['correlation_uid', 'event_code', 'is_truncated', 'log_name', 'original_time', 'product', 'sequence', 'tenant_uid', 'uid', 'version']);

const object = (value: unknown): Value => (typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Value) : {});
const isText = (value: unknown): boolean => typeof value === 'string' && value !== '';

export const wrongInOcsf = (event: unknown): string[] => {
	const e = object(event);
	const found: string[] = [];
	const must = (holds: boolean, what: string) => void (holds || found.push(what));
	for (const name of Object.keys(e)) must(known.has(name), `${name} is no attribute`);
	const of = captions[Number(e['class_uid'])];
	if (of === undefined) return [...found, `class_uid ${String(e['class_uid'])}`];
	const activity = of.activities[Number(e['activity_id'])];
	must(activity !== undefined, 'activity_id');
	must(activity === '' ? isText(e['activity_name']) : e['activity_name'] === activity, 'activity_name');
	must(e['category_uid'] === 3 && e['class_name'] === of.name, 'category or class name');
	must(e['type_uid'] === Number(e['class_uid']) * 100 + Number(e['activity_id']), 'type_uid');
	must(e['type_name'] === `${of.name}: ${activity === '' ? 'Other' : activity}`, 'type_name');
	must(Number.isSafeInteger(e['time']) && Number(e['time']) > 1e12, 'time in milliseconds');
	must(severities[Number(e['severity_id'])] === e['severity'], 'severity');
	const status = statuses[Number(e['status_id'])];
	must(status === '' ? isText(e['status']) : e['status'] === status, 'status');
	for (const name of of.required) must(e[name] !== undefined, `${name} is missing`);
	if (e['user'] !== undefined) must(isText(object(e['user'])['uid']) || isText(object(e['user'])['name']), 'user without name and uid');
	if (e['entity'] !== undefined) must(isText(object(e['entity'])['name']) && isText(object(e['entity'])['type']), 'entity');
	if (e['privileges'] !== undefined) must(Array.isArray(e['privileges']) && e['privileges'].length > 0 && e['privileges'].every(isText), 'privileges');

	const metadata = object(e['metadata']);
	for (const name of Object.keys(metadata)) must(knownMetadata.has(name), `metadata.${name} is no attribute`);
	must(metadata['version'] === '1.8.0', 'metadata.version');
	must(isText(object(metadata['product'])['name']) && isText(object(metadata['product'])['vendor_name']), 'metadata.product');
	must(isText(metadata['uid']), 'metadata.uid');
	must(metadata['sequence'] === undefined || Number.isSafeInteger(metadata['sequence']), 'metadata.sequence');
	must(isText(object(e['actor'])['app_name']), 'actor');
	const hash = object(e['raw_data_hash']);
	must(isText(e['raw_data']) && hash['algorithm_id'] === 3 && /^[0-9a-f]{64}$/.test(String(hash['value'])), 'raw_data_hash');
	return found;
};

/** `event.type` by `event.category`. */
const typesOf: { readonly [category: string]: readonly string[] } = {
	configuration: ['access', 'change', 'creation', 'deletion', 'info'],
	iam: ['admin', 'change', 'creation', 'deletion', 'group', 'info', 'user'],
	web: ['access', 'error', 'info'],
};

export const wrongInEcs = (event: unknown): string[] => {
	const found: string[] = [];
	const must = (holds: boolean, what: string) => void (holds || found.push(what));
	const document = object(event);
	must(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/.test(String(document['@timestamp'])), '@timestamp');
	must(isText(object(document['ecs'])['version']), 'ecs.version');
	for (const name of Object.keys(document)) must(['@timestamp', 'ecs', 'message', 'event', 'user', 'related', 'labels', 'tags', 'jml'].includes(name), `${name} is no field`);
	const inner = object(document['event']);
	must(inner['kind'] === 'event', 'event.kind');
	const categories = inner['category'];
	must(Array.isArray(categories) && categories.length === 1 && typesOf[String(categories[0])] !== undefined, 'event.category');
	const allowed = typesOf[String((categories as unknown[])[0])] ?? [];
	must(Array.isArray(inner['type']) && inner['type'].length > 0 && inner['type'].every((type) => allowed.includes(String(type))), `event.type ${String(inner['type'])}`);
	must(['success', 'failure', 'unknown'].includes(String(inner['outcome'])), 'event.outcome');
	must(isText(inner['id']) && isText(inner['action']) && isText(inner['original']) && /^[0-9a-f]{64}$/.test(String(inner['hash'])), 'event.id, action, original, hash');
	// Labels are keywords: an object or an array among them makes an index refuse the document.
	for (const [name, value] of Object.entries(object(document['labels']))) must(isText(value) && !name.includes('.'), `labels.${name}`);
	must(object(document['jml'])['content'] === undefined || isText(object(document['jml'])['content']), 'jml.content is text');
	return found;
};
