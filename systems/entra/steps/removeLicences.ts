import { change, satisfied, type Left } from '../../../lifecycle/step';
import type { Dictionary } from '../../http/parse';
import { licenceNames } from '../licences';
import { mailboxAtStake, untilShared } from '../mailbox';
import { parse } from '../client';
import { parseId, usersPath } from '../../http/microsoft/user';
import { entraStep } from './_entra';

type Licence = { id: string; name: string; group: string | null; disabledPlans: string[] };
type Licences = { licences: Licence[]; mailboxAtStake: string | null };

const direct = ({ group }: Licence) => group === null;
const names = (licences: readonly Licence[]) => licences.map(({ name }) => name).join(', ');
const left = ({ licences }: Licences): Left[] =>
	licences.filter((licence) => !direct(licence)).map(({ name, group }) => ({ what: name, why: `comes with the group ${group}; it goes with the membership: tick Leave Groups That Give Licences, or change that group in the Entra admin center` }));

const parseLicence = (row: Dictionary, known: ReadonlyMap<string, string>): Licence => {
	const id = parseId(row['skuId'], 'licence.skuId');
	const plans = Array.isArray(row['disabledPlans']) ? row['disabledPlans'].filter((plan): plan is string => typeof plan === 'string') : [];
	return { id, name: known.get(id) ?? id, group: parse.optionalText(row['assignedByGroup'], 'licence.assignedByGroup'), disabledPlans: plans };
};

export const removeLicences = entraStep<Licences>({
	id: 'removeLicences',
	label: 'Remove Licences',
	danger: 'Licences assigned to the person directly are free for others. Without a licence for Exchange the mailbox is deleted after 30 days: make it a shared mailbox first. Restore Access assigns them again, as far as there are free ones.',
	needs: ['User.Read.All', 'LicenseAssignment.ReadWrite.All', 'MailboxSettings.Read'],
	readBackFrom: '`licenseAssignmentStates`',
	givenBack: 'yes; a mailbox only within 30 days',
	closes: 'data',
	stage: 'clean-up',
	afterDevices: true,
	optional: true,
	erases: true,
	// What came with a group is gone with it; looked at afterwards, only real remainders are reported.
	after: ['leaveLicenceGroups'],

	read: async (entra, { id }) => {
		const user = await entra.get(usersPath(id), { $select: 'id,licenseAssignmentStates' });
		const rows = parse.array(user['licenseAssignmentStates'] ?? [], 'user.licenseAssignmentStates').map((row) => parse.object(row, 'licence'));
		const known = rows.length === 0 ? new Map<string, string>() : await licenceNames(entra);
		const licences = rows.map((row) => parseLicence(row, known));
		return { licences, mailboxAtStake: licences.some(direct) ? await mailboxAtStake(entra, id) : null };
	},
	plan: (state) => {
		const mine = state.licences.filter(direct);
		if (state.mailboxAtStake !== null) return { ...untilShared(names(mine), state.mailboxAtStake), left: left(state) };
		return mine.length === 0 ? satisfied('No licence of their own', left(state)) : change(`Remove ${names(mine)}`, left(state));
	},
	apply: async (entra, { id }, { licences }) => {
		await entra.send('POST', `${usersPath(id)}/assignLicense`, { addLicenses: [], removeLicenses: licences.filter(direct).map((licence) => licence.id) });
	},

	undo: {
		plan: (now, before) => {
			const gone = missing(now, before);
			return gone.length === 0 ? satisfied('The same licences of their own as before') : change(`Assign ${names(gone)}`);
		},
		apply: async (entra, { id }, now, before) => {
			const addLicenses = missing(now, before).map((licence) => ({ skuId: licence.id, disabledPlans: licence.disabledPlans }));
			await entra.send('POST', `${usersPath(id)}/assignLicense`, { addLicenses, removeLicenses: [] });
		},
	},
});

const missing = (now: Licences, before: Licences): Licence[] => before.licences.filter((licence) => direct(licence) && !now.licences.some((held) => direct(held) && held.id === licence.id));
