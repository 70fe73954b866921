import type { JsonObject } from '../../../ledger/types';
import { change, impossible, satisfied } from '../../../lifecycle/step';
import type { Google } from '../client';
import { mailboxOf, readMailbox, unreachable, type MailboxAccess } from '../mailbox';
import { googleStep } from './_google';

type AutoReply = { access: MailboxAccess; found: JsonObject | null; wanted: { subject: string; text: string } };

const kept = ['enableAutoReply', 'responseSubject', 'responseBodyPlainText', 'responseBodyHtml', 'restrictToContacts', 'restrictToDomain', 'startTime', 'endTime'] as const;

/** Of the setting only what Google takes back; an empty text and none are the same. */
const settingIn = (answer: JsonObject): JsonObject => Object.fromEntries(kept.flatMap((name) => (answer[name] === undefined || answer[name] === '' ? [] : [[name, answer[name]]])));

const replyOf = ({ settings }: Google) => ({ enableAutoReply: true, responseSubject: settings.autoReply.subject, responseBodyPlainText: settings.autoReply.text });

const isSet = ({ found, wanted }: AutoReply) => found!['enableAutoReply'] === true && (found!['responseSubject'] ?? '') === wanted.subject && (found!['responseBodyPlainText'] ?? '') === wanted.text;

const same = (a: JsonObject | null, b: JsonObject | null) => JSON.stringify(a, [...kept]) === JSON.stringify(b, [...kept]);

export const setAutoReply = googleStep<AutoReply>({
	id: 'setAutoReply',
	label: 'Set Auto-Reply',
	danger: 'Senders are told what Auto-Reply Text says; the reply the person had is replaced. While the account is suspended its mail bounces instead, so this is of use where Suspend Account is not ticked, or mail is routed on. Restore Access brings the old reply back.',
	needs: ['gmail.settings.basic', 'admin.directory.user'],
	readBackFrom: 'auto-reply of the mailbox',
	givenBack: 'yes',
	closes: 'data',
	stage: 'prepare',
	optional: true,
	// No other step changes it, and the cut does not wait for a mailbox.
	readsLong: true,

	read: async (google, account) => ({ ...(await readMailbox(google, account, async (mailbox) => settingIn((await mailbox.get('vacation')) as JsonObject))), wanted: google.settings.autoReply }),
	plan: (state) => {
		const cannot = unreachable(state.access, 'The auto-reply');
		if (cannot !== null) return cannot;
		if (state.wanted.text === '') return impossible('No auto-reply is set: fill in Auto-Reply Text in the options of the node, then run the case again');
		return isSet(state) ? satisfied('The auto-reply is set') : change(`Reply "${state.wanted.subject}" to whoever writes`);
	},
	apply: async (google, account) => {
		await mailboxOf(google, account).send('PUT', 'vacation', replyOf(google));
	},

	undo: {
		plan: (now, before) => {
			if (before.found === null) return satisfied('Nothing was set');
			const cannot = unreachable(now.access, 'The auto-reply');
			if (cannot !== null) return cannot;
			return same(now.found, before.found) ? satisfied('The auto-reply is as before') : change(before.found['enableAutoReply'] === true ? 'Set the reply the person had' : 'Switch the auto-reply off');
		},
		apply: async (google, account, _now, before) => {
			await mailboxOf(google, account).send('PUT', 'vacation', { ...before.found!, enableAutoReply: before.found!['enableAutoReply'] === true });
		},
	},
});
