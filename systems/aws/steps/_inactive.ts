import { change, impossible, satisfied, type Step } from '../../../lifecycle/step';
import { tryEach } from '../../../lifecycle/tryAll';
import { parse, type Iam } from '../client';
import { each } from '../../http/gone';
import { onlyTold } from '../../http/onlyTold';
import type { AwsAccount } from '../find';
import type { Dictionary } from '../../http/parse';

/** A credential that can be switched off and on again. */
export type Credential = { id: string; active: boolean; what: string };
type Credentials = { credentials: Credential[] };

export interface Kind {
	/** `access key` */
	noun: string;
	list: string;
	field: string;
	idField: string;
	update: string;
	/** Where AWS's own SDK says the user: what is sent is the same to the byte. */
	userComes: 'first' | 'last';
	/** What is told of one beside its id. */
	describe?: (iam: Iam, row: Dictionary) => Promise<string>;
}

/** Enough to find it in the console, and not the whole of what may be half of a secret. */
export const shortOf = (id: string): string => (id.length > 10 ? `${id.slice(0, 4)}…${id.slice(-4)}` : id);

const readAll = async (iam: Iam, userName: string, { list, field, idField, describe }: Kind): Promise<Credential[]> => {
	const rows = (await iam.list(list, field, { UserName: userName })).map((row) => parse.object(row, field));
	const read: Credential[] = [];
	for (const row of rows) {
		// A server that ignored the name would show the pack's own.
		if (parse.text(row['UserName'], `${field}.UserName`).toLowerCase() !== userName.toLowerCase()) parse.refuse(`${field}.UserName`, 'the user asked for');
		const id = parse.text(row[idField], `${field}.${idField}`);
		const status = parse.text(row['Status'], `${field}.Status`);
		const more = describe === undefined ? '' : await onlyTold('', () => describe(iam, row));
		read.push({ id, active: status !== 'Inactive' && status !== 'Expired', what: more === '' ? shortOf(id) : `${shortOf(id)} (${more})` });
	}
	return read;
};

const named = (credentials: readonly Credential[]): string => credentials.map(({ what }) => what).join(', ');
const active = ({ credentials }: Credentials): Credential[] => credentials.filter((credential) => credential.active);

/** Switched off and on again, and never deleted: what is inactive can be given back, and shows that it was there. */
export const inactivating = (kind: Kind): Pick<Step<Iam, AwsAccount, Credentials>, 'readBackFrom' | 'givenBack' | 'closes' | 'stage' | 'after' | 'read' | 'plan' | 'apply' | 'undo'> => {
	const set = (iam: Iam, name: string, { id }: Credential, Status: 'Active' | 'Inactive') => iam.change(kind.update, kind.userComes === 'first' ? { UserName: name, [kind.idField]: id, Status } : { [kind.idField]: id, Status, UserName: name });
	const off = (now: Credentials, before: Credentials) => now.credentials.filter((credential) => !credential.active && active(before).some(({ id }) => id === credential.id));
	const lost = (now: Credentials, before: Credentials) => active(before).filter(({ id }) => !now.credentials.some((credential) => credential.id === id));
	return {
		readBackFrom: `status of each ${kind.noun}`,
		givenBack: 'yes, those that were active',
		closes: 'credentials',
		stage: 'cut',
		// Whoever may make credentials could make one between the list and the deny.
		after: ['denyEverything'],

		read: async (iam, { name }) => ({ credentials: await readAll(iam, name, kind) }),
		plan: (state) => (active(state).length === 0 ? satisfied(state.credentials.length === 0 ? `No ${kind.noun}` : `No active ${kind.noun}`) : change(`Make inactive: ${named(active(state))}`)),
		// Listed anew, for the same reason.
		apply: async (iam, { name }) => each((await readAll(iam, name, { ...kind, describe: noDescription })).filter((credential) => credential.active), (credential) => set(iam, name, credential, 'Inactive')),

		undo: {
			plan: (now, before) => {
				if (off(now, before).length > 0) return change(`Make active: ${named(off(now, before))}`);
				const gone = lost(now, before);
				return gone.length === 0 ? satisfied(`What was active before is`) : impossible(`Deleted since, so the person needs a new ${kind.noun}: ${named(gone)}`, 'pending');
			},
			apply: (iam, { name }, now, before) => tryEach(off(now, before), (credential) => set(iam, name, credential, 'Active')),
		},
	};
};

const noDescription = async () => '';
