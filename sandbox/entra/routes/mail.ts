import { noContent, ok, type Reply } from '../../server/message';
import type { EntraCall, EntraRoute } from '../call';
import { badRequest, refuse } from '../errors';
import { hasMailbox } from '../licences';
import { list, single } from '../odata/list';
import { NEEDS } from '../permissions';
import { plainResource } from '../resources';
import type { EntraUser, MessageRule } from '../state';
import { nextId } from '../state';
import { bodyOf, textIn } from './bodies';
import { userOf } from './users';

const RULE = plainResource('messageRule');
const RULES = '/v1.0/users/:id/mailFolders/inbox/messageRules';
const SETTINGS = '/v1.0/users/:id/mailboxSettings';

export const USUAL_MAILBOX = {
	archiveFolder: null,
	timeZone: 'UTC',
	delegateMeetingMessageDeliveryOptions: 'sendToDelegateOnly' as const,
	dateFormat: 'dd/MM/yyyy',
	timeFormat: 'HH:mm',
	userPurpose: 'user' as const,
	automaticRepliesSetting: { status: 'disabled' as const, externalAudience: 'none' as const, internalReplyMessage: '', externalReplyMessage: '', scheduledStartDateTime: null, scheduledEndDateTime: null },
	language: { locale: 'en-GB', displayName: 'English (United Kingdom)' },
};

function withMailbox(call: EntraCall): EntraUser {
	const user = userOf(call);
	if (!hasMailbox(call.state, user)) throw refuse('MailboxNotEnabledForRESTAPI', 'The mailbox is either inactive, soft-deleted, or is hosted on-premise.');
	return user;
}

const shownSettings = (call: EntraCall, { mailbox }: EntraUser): Reply => ok({ '@odata.context': `${call.baseUrl}/v1.0/$metadata#users('${call.params.id ?? ''}')/mailboxSettings`, ...USUAL_MAILBOX, ...mailbox.settings, userPurpose: mailbox.shared ? ('shared' as const) : USUAL_MAILBOX.userPurpose });

function updateSettings(call: EntraCall): Reply {
	const user = withMailbox(call);
	const body = bodyOf(call);
	const unknown = Object.keys(body).find((name) => !(name in USUAL_MAILBOX) && !name.startsWith('@'));
	if (unknown !== undefined) throw badRequest(`Property '${unknown}' does not exist on type 'microsoft.graph.mailboxSettings'.`);
	const replies = { ...USUAL_MAILBOX.automaticRepliesSetting, ...(user.mailbox.settings.automaticRepliesSetting as object | undefined), ...(body.automaticRepliesSetting as object | undefined) };
	if (!['disabled', 'alwaysEnabled', 'scheduled'].includes(replies.status)) throw badRequest("Invalid value specified for property 'status'.");
	user.mailbox.settings = { ...user.mailbox.settings, ...body, automaticRepliesSetting: replies };
	return shownSettings(call, user);
}

function ruleOf(call: EntraCall, user: EntraUser): MessageRule {
	const rule = user.mailbox.rules.find(({ id }) => id === call.params.rule);
	if (rule === undefined) throw refuse('ErrorItemNotFound', 'The specified object was not found in the store.');
	return rule;
}

function createRule(call: EntraCall): Reply {
	const user = withMailbox(call);
	const { displayName, sequence = 1, isEnabled = true, conditions = {}, actions = {} } = bodyOf(call);
	if (typeof displayName !== 'string') throw badRequest('A rule needs a displayName.');
	const rule: MessageRule = { id: nextId(call.state), displayName, sequence: Number(sequence), isEnabled: isEnabled === true, hasError: false, isReadOnly: false, conditions: conditions as MessageRule['conditions'], actions: actions as MessageRule['actions'] };
	user.mailbox.rules.push(rule);
	return single(call, RULE, 'messageRules', { ...rule }, 201);
}

function updateRule(call: EntraCall): Reply {
	const rule = ruleOf(call, withMailbox(call));
	const { isEnabled, displayName, sequence } = bodyOf(call);
	if (typeof isEnabled === 'boolean') rule.isEnabled = isEnabled;
	if (typeof displayName === 'string') rule.displayName = displayName;
	if (typeof sequence === 'number') rule.sequence = sequence;
	return single(call, RULE, 'messageRules', { ...rule });
}

function deleteRule(call: EntraCall): Reply {
	const user = withMailbox(call);
	const rule = ruleOf(call, user);
	user.mailbox.rules = user.mailbox.rules.filter((other) => other !== rule);
	return noContent();
}

const addressesIn = (recipients: unknown): string[] =>
	(Array.isArray(recipients) ? recipients : []).map((recipient) => textIn(((recipient as { emailAddress?: unknown } | null)?.emailAddress ?? {}) as Record<string, unknown>, 'address'));

function sendMail(call: EntraCall): Reply {
	const user = withMailbox(call);
	const { message } = bodyOf(call) as { message?: Record<string, unknown> };
	const to = addressesIn(message?.toRecipients);
	if (message === undefined || to.length === 0) throw badRequest('At least one recipient is required to send the message.');
	const { contentType = 'text', content = '' } = (message.body ?? {}) as { contentType?: string; content?: string };
	call.state.mail.push({ from: user.mail ?? user.userPrincipalName, to: [...to, ...addressesIn(message.ccRecipients), ...addressesIn(message.bccRecipients)], subject: String(message.subject ?? ''), contentType, body: content, sentAt: call.clock.iso() });
	return { status: 202 };
}

export const mailRoutes: EntraRoute[] = [
	{ method: 'GET', path: SETTINGS, needs: NEEDS.readMailboxes, handle: (call) => shownSettings(call, withMailbox(call)) },
	{ method: 'PATCH', path: SETTINGS, needs: NEEDS.writeMailboxes, handle: updateSettings },
	{ method: 'GET', path: RULES, needs: NEEDS.readMailboxes, handle: (call) => list(call, { resource: RULE, items: withMailbox(call).mailbox.rules, idOf: ({ id }) => id, show: (rule) => ({ ...rule }), context: 'messageRules' }) },
	{ method: 'POST', path: RULES, needs: NEEDS.writeMailboxes, handle: createRule },
	{ method: 'GET', path: `${RULES}/:rule`, needs: NEEDS.readMailboxes, handle: (call) => single(call, RULE, 'messageRules', { ...ruleOf(call, withMailbox(call)) }) },
	{ method: 'PATCH', path: `${RULES}/:rule`, needs: NEEDS.writeMailboxes, handle: updateRule },
	{ method: 'DELETE', path: `${RULES}/:rule`, needs: NEEDS.writeMailboxes, handle: deleteRule },
	{ method: 'POST', path: '/v1.0/users/:id/sendMail', needs: NEEDS.sendMail, handle: sendMail },
];
