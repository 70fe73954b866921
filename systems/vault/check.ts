import type { Check } from '../../lifecycle/check';
import type { Clock } from '../../lifecycle/clock';
import { asProblem } from '../../lifecycle/problem';
import type { Http } from '../http/types';
import { vaultClient, type Vault } from './client';
import { label, type VaultPlace } from './place';
import { storeProven } from './store';

const at = ['connection-test'];
const data = { note: 'Written by Test of the credential in n8n. It holds nothing and may be deleted.' };

/** Writes a secret that holds nothing: only that shows mount, version of the engine, policy and seal alike, to whoever may look up none of them. */
export const checkVault = async (http: Http, place: VaultPlace, clock: Clock): Promise<Check> => {
	const vault = vaultClient(http, place);
	let version = await storeProven(vault, clock, at, data);
	// The first version shows that it may create, and only a second one that it may update.
	if (version === 1) version = await storeProven(vault, clock, at, data);
	const reading = (await mayRead(vault))
		? 'The credential may read PINs as well, which only wipes and locks that somebody else has to approve first need'
		: 'The credential cannot read PINs, which is fine unless somebody else has to approve a lock first: that one has to be repeated with its PIN';
	return { ok: true, message: `Connected to ${label}. Version ${version} of the test secret ${vault.nameOf(at)} was written and seen to be there; it holds nothing and may be deleted. ${reading}` };
};

const mayRead = async (vault: Vault): Promise<boolean> => {
	try {
		await vault.read(at);
		return true;
	} catch (error) {
		const problem = asProblem(error);
		if (problem.code === 'forbidden') return false;
		throw problem;
	}
};
