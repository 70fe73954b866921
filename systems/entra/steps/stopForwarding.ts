import { change, forThePerson, satisfied, type Left } from '../../../lifecycle/step';
import { tryEach } from '../../../lifecycle/tryAll';
import type { Dictionary } from '../../http/parse';
import { path } from '../../http/path';
import { parse, type Entra } from '../client';
import { each } from '../../http/gone';
import { unlessNoMailbox } from '../mailbox';
import { usersPath } from '../../http/microsoft/user';
import { entraStep } from './_entra';

type Rule = { id: string; name: string; enabled: boolean; fixed: boolean };
type Rules = { mailbox: boolean; rules: Rule[] };

const forwarding = ['forwardTo', 'redirectTo', 'forwardAsAttachmentTo'] as const;
const forwards = (row: Dictionary): boolean => {
	const actions = (row['actions'] ?? {}) as Dictionary;
	return forwarding.some((action) => Array.isArray(actions[action]) && (actions[action] as unknown[]).length > 0);
};

const stoppable = ({ enabled, fixed }: Rule) => enabled && !fixed;
const names = (rules: readonly Rule[]) => rules.map(({ name }) => `"${name}"`).join(', ');
const left = ({ rules }: Rules): Left[] => rules.filter(({ enabled, fixed }) => enabled && fixed).map(({ name }) => ({ what: `Rule "${name}"`, why: 'Graph does not let this rule be changed; switch it off in the mailbox, with Outlook or Exchange Online PowerShell' }));

const switchRule = (entra: Entra, userId: string, { id }: Rule, isEnabled: boolean) => entra.send('PATCH', usersPath(userId) + path`/mailFolders/inbox/messageRules/${id}`, { isEnabled });

export const stopForwarding = entraStep<Rules>({
	id: 'stopForwarding',
	label: 'Stop Mail Forwarding Rules',
	danger: 'Inbox rules that forward or redirect mail are switched off. Restore Access switches them on again.',
	needs: ['MailboxSettings.ReadWrite'],
	readBackFrom: 'inbox rules of the mailbox',
	givenBack: 'yes',
	closes: 'data',
	remains: ['Forwarding set on the mailbox itself, and delegates of the mailbox: only Exchange Online PowerShell shows and removes them'],
	stage: 'cut',
	// Somebody who can still sign in makes another one.
	after: ['blockSignIn'],

	read: async (entra, { id }) => {
		const rows = await unlessNoMailbox(() => entra.list(`${usersPath(id)}/mailFolders/inbox/messageRules`));
		return {
			mailbox: rows !== null,
			rules: (rows ?? []).filter(forwards).map((row) => ({
				id: parse.text(row['id'], 'rule.id'),
				name: parse.optionalText(row['displayName'], 'rule.displayName') ?? 'without a name',
				enabled: row['isEnabled'] !== false,
				fixed: row['isReadOnly'] === true,
			})),
		};
	},
	plan: (state) => {
		const mine = state.rules.filter(stoppable);
		if (!state.mailbox) return satisfied('There is no mailbox in the cloud');
		return mine.length === 0 ? satisfied('No rule forwards mail', left(state)) : change(`Switch off ${names(mine)}`, left(state));
	},
	apply: (entra, { id }, { rules }) => each(rules.filter(stoppable), (rule) => switchRule(entra, id, rule, false)),

	undo: {
		plan: (now, before) => {
			const off = stoppedSince(now, before);
			const gone = before.rules.filter((rule) => stoppable(rule) && !now.rules.some(({ id }) => id === rule.id));
			if (off.length > 0) return change(`Switch on ${names(off)}`);
			return gone.length === 0 ? satisfied('Rules are as before') : forThePerson(`The mailbox has these rules no more; the person makes them again: ${names(gone)}`);
		},
		apply: (entra, { id }, now, before) => tryEach(stoppedSince(now, before), (rule) => switchRule(entra, id, rule, true)),
	},
});

const stoppedSince = (now: Rules, before: Rules): Rule[] => now.rules.filter((rule) => !rule.enabled && before.rules.some((earlier) => earlier.id === rule.id && stoppable(earlier)));
