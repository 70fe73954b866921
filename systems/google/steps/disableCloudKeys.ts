import { change, impossible, satisfied, type Left } from '../../../lifecycle/step';
import { Problem } from '../../../lifecycle/problem';
import { path } from '../../http/path';
import { parse, type Google, type GoogleSettings } from '../client';
import { tryEach } from '../../../lifecycle/tryAll';
import type { GoogleAccount } from '../find';
import { googleStep } from './_google';

/** `ours`: n8n signs with it, as far as is known. */
type Key = { name: string; account: string; disabled: boolean; ours: boolean; madeAt: string | null };
type Keys = { lookedIn: string[]; keys: Key[] };

const escaped = (text: string) => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');

/** Their address, or their HR id named as such: a bare number could be anything. */
const names = (text: string, { label, hrId }: GoogleAccount): boolean =>
	new RegExp(`(^|[^\\w.+-])${escaped(label)}($|[^\\w-])`, 'i').test(text) || new RegExp(`\\bhr[ _-]?id\\s*[:=]?\\s*${escaped(hrId)}(?![\\w-])`, 'i').test(text);

const serviceAccountsOf = async ({ iam, settings }: Google, account: GoogleAccount): Promise<string[]> => {
	const projects = await Promise.all(settings.cloudProjects.map((project) => iam.list(path`/v1/projects/${project}/serviceAccounts`, 'accounts', { pageSize: 100 })));
	const held = projects.flat().filter((row) => names(`${String(row['displayName'] ?? '')}\n${String(row['description'] ?? '')}`, account));
	return [...new Set([...settings.cloudServiceAccounts, ...held.map((row) => parse.text(row['email'], 'serviceAccount.email'))])];
};

const keysOf = async ({ iam, settings }: Google, email: string): Promise<Key[]> => {
	const rows = await iam.list(path`/v1/projects/-/serviceAccounts/${email}/keys`, 'keys', { keyTypes: 'USER_MANAGED' });
	return rows.map((row) => {
		const name = parseName(row['name']);
		const account = name.split('/')[3]!;
		return { name, account, disabled: row['disabled'] === true, ours: isOurs(settings, account, name), madeAt: parse.optionalText(row['validAfterTime'], 'key.validAfterTime') };
	});
};

/** Without it n8n could neither go on nor give anything back. */
const isOurs = ({ signsWith }: GoogleSettings, account: string, name: string): boolean =>
	signsWith !== null && account.toLowerCase() === signsWith.email.toLowerCase() && (signsWith.keyId === null || name.endsWith(`/keys/${signsWith.keyId}`));

/** It becomes a path as it is, so it must be one of a key and nothing else. */
const parseName = (value: unknown): string => {
	const name = parse.text(value, 'key.name');
	if (!/^projects\/[\w.:-]+\/serviceAccounts\/[\w.@-]+\/keys\/[\w-]+$/.test(name)) throw new Problem('bad_answer', 'Google answered with a key name that is none. Nothing can be concluded from it.');
	return name;
};

const switchedOn = ({ keys }: Keys) => keys.filter(({ disabled, ours }) => !disabled && !ours);
const left = ({ keys }: Keys): Left[] =>
	keys.filter(({ disabled, ours }) => !disabled && ours).map((key) => ({ what: described([key]), why: 'n8n itself signs with it, or cannot tell that it does not. Make another key for n8n, paste its whole JSON file into the Google credential, then run the case again' }));
const described = (keys: readonly Key[]) => keys.map(({ name, account }) => `${account} (${name.split('/').at(-1)!.slice(0, 8)}…)`).join(', ');

const sendAll = async ({ iam }: Google, keys: readonly Key[], verb: 'disable' | 'enable'): Promise<void> => {
	await tryEach(keys, ({ name }) => iam.send('POST', `/v1/${name}:${verb}`, {}));
};

export const disableCloudKeys = googleStep<Keys>({
	id: 'disableCloudKeys',
	label: 'Disable Cloud Keys',
	danger: 'Keys of service accounts that name the person in their description, or are listed in the options, are disabled. Whatever else runs with such a key stops too. Restore Access enables them again.',
	needs: ['cloud-platform'],
	readBackFrom: 'keys of the service accounts',
	givenBack: 'yes',
	closes: 'credentials',
	remains: [
		'Access tokens made with a key before: they work until they expire, an hour at most',
		'The change itself on its way through Google Cloud: mostly two minutes, seven or more at times',
		'Cloud roles, API keys and OAuth clients the person has or made: they stay in Google Cloud',
	],
	stage: 'cut',
	optional: true,
	// No other step changes it, and the cut does not wait for it.
	readsLong: true,

	read: async (google, account) => {
		const accounts = await serviceAccountsOf(google, account);
		const keys = (await Promise.all(accounts.map((one) => keysOf(google, one)))).flat();
		// A service account can be named by its address and by its id.
		return { lookedIn: [...google.settings.cloudProjects, ...google.settings.cloudServiceAccounts], keys: [...new Map(keys.map((key) => [key.name, key])).values()] };
	},
	plan: (state) => {
		if (state.lookedIn.length === 0) return impossible('No Cloud key was looked for: name the projects in Cloud Projects, or the service accounts, in the options of the node, then run the case again');
		const keys = switchedOn(state);
		return keys.length === 0 ? satisfied(`No enabled key of the person in ${state.lookedIn.join(', ')}`, left(state)) : change(`Disable the keys of ${described(keys)}`, left(state));
	},
	apply: (google, _account, state) => sendAll(google, switchedOn(state), 'disable'),

	undo: {
		plan: (now, before) => {
			const off = switchedOff(now, before);
			return off.length === 0 ? satisfied('Keys are as before') : change(`Enable the keys of ${described(off)}`);
		},
		apply: (google, _account, now, before) => sendAll(google, switchedOff(now, before), 'enable'),
	},
});

const switchedOff = (now: Keys, before: Keys): Key[] => now.keys.filter(({ name, disabled }) => disabled && switchedOn(before).some((key) => key.name === name));
