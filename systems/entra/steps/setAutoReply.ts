import { change, impossible, satisfied } from '../../../lifecycle/step';
import type { Dictionary } from '../../http/parse';
import { parse, type Entra } from '../client';
import { mailboxSettings, unlessNoMailbox } from '../mailbox';
import { entraStep } from './_entra';

type Reply = { status: string; internal: string; external: string; audience: string };
type AutoReply = { reply: Reply | null; wanted: { internal: string; external: string } | null };

const text = (value: unknown): string => (typeof value === 'string' ? value : '');

/** Exchange keeps replies as HTML, so it is the words that are compared. */
const words = (html: string): string => html.replace(/<[^>]*>/g, ' ').replace(/&nbsp;/g, ' ').replace(/\s+/g, ' ').trim();

const parseReply = (row: Dictionary): Reply => {
	const setting = parse.object(row['automaticRepliesSetting'], 'mailboxSettings.automaticRepliesSetting');
	return {
		status: parse.text(setting['status'], 'automaticRepliesSetting.status'),
		internal: text(setting['internalReplyMessage']),
		external: text(setting['externalReplyMessage']),
		audience: text(setting['externalAudience']) || 'all',
	};
};

const send = (entra: Entra, id: string, { status, internal, external, audience }: Reply) =>
	entra.send('PATCH', mailboxSettings(id), { automaticRepliesSetting: { status, internalReplyMessage: internal, externalReplyMessage: external, externalAudience: audience } });

export const setAutoReply = entraStep<AutoReply>({
	id: 'setAutoReply',
	label: 'Set Automatic Reply',
	danger: 'The mailbox answers with the text in the options of this node. Restore Access puts the earlier reply back.',
	needs: ['MailboxSettings.ReadWrite'],
	readBackFrom: 'automatic replies of the mailbox',
	givenBack: 'yes',
	closes: 'data',
	stage: 'cut',
	optional: true,

	read: async (entra, { id }) => {
		const row = await unlessNoMailbox(() => entra.get(mailboxSettings(id), { $select: 'automaticRepliesSetting' }));
		return { reply: row === null ? null : parseReply(row), wanted: entra.settings.autoReply };
	},
	plan: ({ reply, wanted }) => {
		if (wanted === null) return impossible('No text for the automatic reply is given. Write one in the options of the node, and run the case again');
		if (reply === null) return satisfied('There is no mailbox in the cloud that could answer');
		const set = reply.status === 'alwaysEnabled' && words(reply.internal) === words(wanted.internal) && words(reply.external) === words(wanted.external);
		return set ? satisfied('The mailbox answers with the text of the node') : change('Let the mailbox answer with the text of the node');
	},
	apply: async (entra, { id }, { wanted }) => {
		await send(entra, id, { status: 'alwaysEnabled', internal: wanted!.internal, external: wanted!.external, audience: 'all' });
	},

	undo: {
		plan: (now, before) => {
			if (before.reply === null || now.reply === null) return satisfied('There is no mailbox in the cloud');
			return sameReply(now.reply, before.reply) ? satisfied('The automatic reply is as before') : change(`Set the automatic reply back to ${before.reply.status}`);
		},
		apply: async (entra, { id }, _now, before) => {
			await send(entra, id, before.reply!);
		},
	},
});

const sameReply = (a: Reply, b: Reply) => a.status === b.status && words(a.internal) === words(b.internal) && words(a.external) === words(b.external);
