import { Problem } from '../../lifecycle/problem';
import { kinds, type Dialect, type Kind, type KindId } from './kinds';

/** One application, as an administrator described it in the node. */
export interface Application extends Kind {
	/** `scim:acme-wiki`: snapshots, claims and results go by it. */
	id: string;
	settings: ScimSettings;
}

export interface ScimSettings {
	/** Which attribute carries the id of the HR system; null where the identity provider keeps something else there. */
	hrIdAttribute: 'externalId' | 'employeeNumber' | null;
	/** Whether an account without an HR id may be found by the work e-mail. */
	matchByEmail: boolean;
}

export const usualSettings: ScimSettings = { hrIdAttribute: 'externalId', matchByEmail: true };

export const applicationOf = (name: string, kind: KindId, settings: ScimSettings = usualSettings, overrides: Partial<Dialect> = {}): Application => {
	const label = name.trim();
	if (slugOf(label) === '') throw new Problem('misconfigured', 'The application has no name, so nothing was changed. Enter one in Application Name of the node, such as Acme Wiki; results and snapshots go by it.');
	return { ...kinds[kind], ...overrides, id: idOf(label), label, settings };
};

export const idOf = (name: string): string => ['scim', slugOf(name)].filter(Boolean).join(':');

const slugOf = (name: string): string => name.normalize('NFKC').toLowerCase().replace(/[^\p{L}\p{N}]+/gu, '-').replace(/^-|-$/g, '');

/** What comes of `active: false`, without which nobody is cut: it may delete the account. */
export const whatInactiveDoes = ({ inactive, label }: Pick<Application, 'inactive' | 'label'>): 'disables' | 'deletes' => {
	if (inactive !== null) return inactive;
	throw new Problem(
		'misconfigured',
		`Nobody has said whether ${label} disables or deletes an account that is set inactive, so nothing was changed. Ask its vendor, or let this node find out: Resource Application, Operation Probe, with a Test Address; then choose it in What Active: False Does and run the case again.`,
	);
};
