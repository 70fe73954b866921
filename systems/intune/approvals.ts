import { redact } from '../../ledger/secrets';
import type { Json } from '../../ledger/types';
import type { Command, CommandState } from '../../lifecycle/devices/command';
import { fieldsOf, graphErrorIn } from '../http/microsoft/errors';
import type { Dictionary } from '../http/parse';
import type { HttpResponse } from '../http/types';
import { parse, type Intune } from './client';
import { isAboutApproval, wholeMessageIn } from './errors';
import { instantIn } from './results';

/**
 * Multi Admin Approval: a second administrator has to agree to wipes and retirements. Intune files the request and answers
 * with an error; once somebody has agreed, the very same request is sent once more, with the code of the approval.
 */
const guid = '[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}';
const isGuid = (text: string): boolean => new RegExp(`^${guid}$`, 'i').test(text);

const named = new RegExp(`approval(?:[\\s-]*(?:code|request|id))*[\\s:='"(\\[]*(${guid})`, 'i');
/** Support's own numbers of a refusal, which look like codes. */
const forSupport = new RegExp(`(?:activity|operation|correlation|request|client)[\\s-]*id[^:]*:\\s*${guid}`, 'gi');

/** Which status goes with it is told in two ways, so that only the code counts; null where nothing was filed. */
export const codeIn = (response: HttpResponse): string | null => {
	if (response.status < 400 || response.status > 499) return null;
	const header = response.headers['x-msft-approval-code']?.trim() ?? '';
	if (isGuid(header)) return header.toLowerCase();
	if (!isAboutApproval(response)) return null;
	const message = wholeMessageIn(response.body);
	const found = named.exec(message)?.[1] ?? (graphErrorIn(response.body).code === 'ApprovalRequired' ? onlyOneIn(message.replaceAll(forSupport, '')) : undefined);
	return found?.toLowerCase() ?? null;
};

/** Of several, one may be the device, and which of them is the request is not guessed. */
const onlyOneIn = (message: string): string | undefined => {
	const [first, ...others] = new Set(message.toLowerCase().match(new RegExp(guid, 'g')) ?? []);
	return others.length === 0 ? first : undefined;
};

/** A type, not an interface: the ledger keeps it. */
export type Filed = { approval: string; at: string | null };

const codesUnder = (field: 'approval' | 'carriedOut', receipts: readonly Json[]): Set<string> =>
	new Set(receipts.map((receipt) => fieldsOf(receipt)[field]).filter((code): code is string => typeof code === 'string' && isGuid(code)));

/** Of what was filed and, as far as is known here, not carried out: an approval is good for one, whenever its request comes to say so. */
export const codesIn = (receipts: readonly Json[]): string[] => {
	const carriedOut = codesUnder('carriedOut', receipts);
	return [...codesUnder('approval', receipts)].filter((code) => !carriedOut.has(code));
};

const requestsPath = '/beta/deviceManagement/operationApprovalRequests';

interface Request {
	code: string;
	status: string;
	at: string | null;
	changedAt: string | null;
	expiresAt: string | null;
	/** Ours, as it was filed: to compare, and not to show. */
	justification: string;
	/** The person who decided, and what they said. */
	approver: string | null;
	why: string | null;
}

const textIn = (value: unknown): string | null => (typeof value === 'string' && value.trim() !== '' ? redact(value.trim()).slice(0, 300) : null);

const parseRequest = (row: Dictionary): Request => {
	const user = fieldsOf(fieldsOf(row['approver'])['user']);
	return {
		code: parse.text(row['requestId'] ?? row['id'], 'operationApprovalRequest.requestId').toLowerCase(),
		status: textIn(row['status']) ?? 'unknown',
		at: instantIn(row['requestDateTime']),
		changedAt: instantIn(row['lastModifiedDateTime']),
		expiresAt: instantIn(row['expirationDateTime']),
		justification: String(row['requestJustification'] ?? '').trim(),
		approver: textIn(user['displayName']) ?? textIn(user['email']) ?? textIn(user['userPrincipalName']) ?? textIn(user['id']),
		why: textIn(row['approvalJustification']),
	};
};

/** `completed`: told by the results of the device alone. */
const states: ReadonlyMap<string, CommandState | 'completed'> = new Map([
	['needsapproval', 'awaiting_approval'],
	['approved', 'approved'],
	['rejected', 'rejected'],
	['cancelled', 'cancelled'],
	['canceled', 'cancelled'],
	['expired', 'expired'],
	['completed', 'completed'],
]);
const stateOf = ({ status }: Request) => states.get(status.toLowerCase());

const isOver: ReadonlySet<CommandState> = new Set(['rejected', 'cancelled', 'expired']);

const withoutEnd = (text: string) => text.replace(/[.\s]+$/, '');

/** Goes on behind `waits for an approval`, `as`, `was rejected`. A status that is not known here is not a consent. */
const commandOf = (request: Request): Command[] => {
	const { code, status, at, changedAt, expiresAt, approver, why } = request;
	const state = stateOf(request) ?? 'awaiting_approval';
	if (state === 'completed') return [];
	const decided = `${status} by ${approver ?? 'somebody Intune does not name'}${why === null ? '' : `: ${withoutEnd(why)}`}`;
	const open = `request ${code}, ${status}${expiresAt === null ? '' : `, until ${expiresAt}`}`;
	return [{ id: code, state, at, endedAt: isOver.has(state) ? (state === 'expired' ? (expiresAt ?? changedAt) : changedAt) : null, said: state === 'approved' || state === 'rejected' ? decided : open }];
};

const requests = async (intune: Intune, filter?: string): Promise<Request[]> => (await intune.list(requestsPath, filter === undefined ? undefined : { $filter: filter })).map(parseRequest);

/** Requests this device's receipts name. */
export const approvalsBehind = async (intune: Intune, receipts: readonly Json[]): Promise<Command[]> => {
	const found = await Promise.all(codesIn(receipts).map(async (code) => {
		const rows = (await requests(intune, `requestId eq '${code}'`)).filter((request) => request.code === code);
		return rows.find((request) => stateOf(request) === 'completed') ?? rows[0];
	}));
	return found.flatMap((request) => (request === undefined ? [] : commandOf(request)));
};

/** The one that was filed for this very command, where the answer with its code never came. */
export const openRequestFor = async (intune: Intune, justification: string): Promise<Filed | null> => {
	const encoded = encode(justification);
	// What the list can be filtered by beside the id is not documented.
	const open = (await requests(intune)).find((request) => ['awaiting_approval', 'approved'].includes(stateOf(request) ?? '') && [justification, encoded].includes(request.justification));
	return open === undefined ? null : { approval: open.code, at: open.at };
};

export const encode = (text: string): string => Buffer.from(text, 'utf8').toString('base64');
