import { noContent, ok } from '../../server/message';
import { SCOPES } from '../auth/scopes';
import type { GoogleCall, GoogleHandler } from '../call';
import { duplicate, failedPrecondition, forbidden, invalidArgument, notFound } from '../errors';
import type { Mailbox } from '../mailbox';
import type { GoogleUser } from '../state';
import { nextId } from '../state';
import { lookUp } from '../users';
import { bodyOf, route } from './route';

const at = '/gmail/v1/users/:userId/settings';

interface Own {
	call: GoogleCall;
	user: GoogleUser;
	mailbox: Mailbox;
}

/** Nobody but its owner sees into a mailbox, and a mailbox that is suspended or not set up yet is none. */
const mine =
	(handle: (own: Own) => ReturnType<GoogleHandler>): GoogleHandler =>
	(call) => {
		const { state, caller, params, clock } = call;
		const user = caller.isUser ? state.users.get(caller.id) : undefined;
		if (user === undefined) throw failedPrecondition('Precondition check failed.');
		if (params.userId !== 'me' && lookUp(state, params.userId ?? '') !== user) throw forbidden(`Delegation denied for ${caller.email}`);
		if (user.suspended || user.archived || user.mailboxAtElapsed > clock.elapsed()) throw failedPrecondition('Mail service not enabled');
		return handle({ call, user, mailbox: user.mailbox });
	};

/** What others get to see or send is changed through a service account only. */
const shared = (handle: (own: Own) => ReturnType<GoogleHandler>): GoogleHandler =>
	mine((own) => {
		if (own.call.caller.serviceAccount === undefined) throw forbidden('Access restricted to service accounts that have been delegated domain-wide authority');
		return handle(own);
	});

const list = (field: string, all: readonly unknown[]) => ok(all.length === 0 ? {} : { [field]: all });

const key = ({ params }: GoogleCall) => (params.key ?? '').toLowerCase();

const address = (value: unknown, field: string): string => {
	if (typeof value !== 'string' || !value.includes('@')) throw invalidArgument(`Invalid ${field}`);
	return value.toLowerCase();
};

const showForwarding = ([forwardingEmail, verificationStatus]: [string, string]) => ({ forwardingEmail, verificationStatus });
const showDelegate = ([delegateEmail, verificationStatus]: [string, string]) => ({ delegateEmail, verificationStatus });

const setForwarding = shared(({ call, mailbox }) => {
	const { enabled, emailAddress, disposition = 'leaveInInbox' } = bodyOf(call);
	if (typeof enabled !== 'boolean') throw invalidArgument('enabled is required');
	if (enabled && mailbox.forwardingAddresses.get(address(emailAddress, 'emailAddress')) !== 'accepted') throw failedPrecondition('Unrecognized forwarding address');
	mailbox.autoForwarding = enabled ? { enabled, emailAddress: address(emailAddress, 'emailAddress'), disposition: String(disposition) } : { enabled };
	return ok(mailbox.autoForwarding);
});

/** An address of the domain is trusted at once; another waits until its owner has said yes. */
const addForwardingAddress = shared(({ call, mailbox }) => {
	const forwardingEmail = address(bodyOf(call).forwardingEmail, 'forwardingEmail');
	if (mailbox.forwardingAddresses.has(forwardingEmail)) throw duplicate('Forwarding address already exists.');
	const inside = forwardingEmail.endsWith(`@${call.state.customer.domain}`);
	mailbox.forwardingAddresses.set(forwardingEmail, inside ? 'accepted' : 'pending');
	return ok(showForwarding([forwardingEmail, inside ? 'accepted' : 'pending']));
});

/** Forwarding to an address ends with it. */
const deleteForwardingAddress = shared(({ call, mailbox }) => {
	if (!mailbox.forwardingAddresses.delete(key(call))) throw notFound('forwardingEmail');
	if (mailbox.autoForwarding.emailAddress === key(call)) mailbox.autoForwarding = { enabled: false };
	return noContent();
});

const addDelegate = shared(({ call, user, mailbox }) => {
	const delegateEmail = address(bodyOf(call).delegateEmail, 'delegateEmail');
	const delegate = lookUp(call.state, delegateEmail);
	if (delegate === undefined || delegate.suspended || delegate === user) throw invalidArgument('Invalid delegate');
	if (mailbox.delegates.has(delegateEmail)) throw duplicate('Delegate already exists.');
	mailbox.delegates.set(delegateEmail, 'accepted');
	return ok(showDelegate([delegateEmail, 'accepted']));
});

const removeDelegate = shared(({ call, mailbox }) => {
	if (!mailbox.delegates.delete(key(call))) throw notFound('delegateEmail');
	return noContent();
});

const replace = (field: 'vacation' | 'imap' | 'pop', fits: (body: Record<string, unknown>) => boolean) =>
	mine(({ call, mailbox }) => {
		const body = bodyOf(call);
		if (!fits(body)) throw invalidArgument(`Invalid ${field} settings`);
		Object.assign(mailbox, { [field]: body });
		return ok(mailbox[field]);
	});

const senderOf = (call: GoogleCall, { sendAs }: Mailbox) => {
	const sender = sendAs.find(({ sendAsEmail }) => sendAsEmail.toLowerCase() === key(call));
	if (sender === undefined) throw notFound('sendAsEmail');
	return sender;
};

const addSender = shared(({ call, mailbox }) => {
	const body = bodyOf(call);
	const sendAsEmail = address(body.sendAsEmail, 'sendAsEmail');
	if (mailbox.sendAs.some((sender) => sender.sendAsEmail === sendAsEmail)) throw duplicate('Send-as alias already exists.');
	const text = (value: unknown) => (typeof value === 'string' ? value : '');
	const inside = sendAsEmail.endsWith(`@${call.state.customer.domain}`);
	const sender = { sendAsEmail, displayName: text(body.displayName), replyToAddress: text(body.replyToAddress), signature: text(body.signature), isPrimary: false, isDefault: body.isDefault === true, treatAsAlias: body.treatAsAlias !== false, verificationStatus: inside ? 'accepted' : 'pending' } as const;
	mailbox.sendAs.push(sender);
	return ok(sender);
});

const removeSender = shared(({ call, mailbox }) => {
	const sender = senderOf(call, mailbox);
	if (sender.isPrimary) throw invalidArgument('The primary address cannot be deleted');
	mailbox.sendAs = mailbox.sendAs.filter((other) => other !== sender);
	return noContent();
});

const filterOf = ({ params }: GoogleCall, { filters }: Mailbox) => {
	const filter = filters.find(({ id }) => id === params.key);
	if (filter === undefined) throw notFound('filter');
	return filter;
};

const addFilter = mine(({ call, mailbox }) => {
	const { criteria, action } = bodyOf(call) as { criteria?: Record<string, unknown>; action?: { forward?: string } };
	if (typeof criteria !== 'object' || typeof action !== 'object') throw invalidArgument('Invalid filter');
	if (action.forward !== undefined && mailbox.forwardingAddresses.get(action.forward.toLowerCase()) !== 'accepted') throw failedPrecondition('Unrecognized forwarding address');
	const filter = { id: `ANe1${nextId(call.state)}`, criteria, action };
	mailbox.filters.push(filter);
	return ok(filter);
});

const removeFilter = mine(({ call, mailbox }) => {
	const filter = filterOf(call, mailbox);
	mailbox.filters = mailbox.filters.filter((other) => other !== filter);
	return noContent();
});

const basic = { scopes: SCOPES.gmailBasic };
const sharing = { scopes: SCOPES.gmailSharing };

const found = (value: string | undefined, what: string) => {
	if (value === undefined) throw notFound(what);
	return value;
};

export const gmailRoutes = [
	route('GET', `${at}/autoForwarding`, basic, mine(({ mailbox }) => ok(mailbox.autoForwarding))),
	route('PUT', `${at}/autoForwarding`, sharing, setForwarding),
	route('GET', `${at}/forwardingAddresses`, basic, mine(({ mailbox }) => list('forwardingAddresses', [...mailbox.forwardingAddresses].map(showForwarding)))),
	route('POST', `${at}/forwardingAddresses`, sharing, addForwardingAddress),
	route('GET', `${at}/forwardingAddresses/:key`, basic, mine(({ call, mailbox }) => ok(showForwarding([key(call), found(mailbox.forwardingAddresses.get(key(call)), 'forwardingEmail')])))),
	route('DELETE', `${at}/forwardingAddresses/:key`, sharing, deleteForwardingAddress),
	route('GET', `${at}/delegates`, basic, mine(({ mailbox }) => list('delegates', [...mailbox.delegates].map(showDelegate)))),
	route('POST', `${at}/delegates`, sharing, addDelegate),
	route('GET', `${at}/delegates/:key`, basic, mine(({ call, mailbox }) => ok(showDelegate([key(call), found(mailbox.delegates.get(key(call)), 'delegateEmail')])))),
	route('DELETE', `${at}/delegates/:key`, sharing, removeDelegate),
	route('GET', `${at}/vacation`, basic, mine(({ mailbox }) => ok(mailbox.vacation))),
	route('PUT', `${at}/vacation`, basic, replace('vacation', ({ enableAutoReply }) => typeof enableAutoReply === 'boolean')),
	route('GET', `${at}/imap`, basic, mine(({ mailbox }) => ok(mailbox.imap))),
	route('PUT', `${at}/imap`, basic, replace('imap', ({ enabled }) => typeof enabled === 'boolean')),
	route('GET', `${at}/pop`, basic, mine(({ mailbox }) => ok(mailbox.pop))),
	route('PUT', `${at}/pop`, basic, replace('pop', ({ accessWindow }) => ['disabled', 'fromNowOn', 'allMail'].includes(String(accessWindow)))),
	route('GET', `${at}/sendAs`, basic, mine(({ mailbox }) => list('sendAs', mailbox.sendAs))),
	route('POST', `${at}/sendAs`, sharing, addSender),
	route('GET', `${at}/sendAs/:key`, basic, mine(({ call, mailbox }) => ok(senderOf(call, mailbox)))),
	route('DELETE', `${at}/sendAs/:key`, sharing, removeSender),
	route('GET', `${at}/filters`, basic, mine(({ mailbox }) => list('filter', mailbox.filters))),
	route('POST', `${at}/filters`, basic, addFilter),
	route('GET', `${at}/filters/:key`, basic, mine(({ call, mailbox }) => ok(filterOf(call, mailbox)))),
	route('DELETE', `${at}/filters/:key`, basic, removeFilter),
];
