import { change, onlyByHand, satisfied, type Left } from '../../../lifecycle/step';
import { parse } from '../client';
import { unlessGone } from '../../http/gone';
import { sameUser } from '../user';
import { awsStep } from './_aws';

type Console = { password: boolean; mfaDevices: string[] };

const kept = ({ mfaDevices }: Console): Left[] =>
	mfaDevices.map((serial) => ({
		what: `MFA device ${serial}`,
		why: 'kept on purpose: without it, whoever got hold of a password would need nothing else. It is removed when the user is deleted, in the IAM console',
	}));

export const deleteConsolePassword = awsStep<Console>({
	id: 'deleteConsolePassword',
	label: 'Delete Console Password',
	danger: 'The user loses the password for the AWS console. It cannot be given back: Restore Access says that a new one is needed. MFA devices are kept until the user is deleted.',
	needs: ['iam:GetUser', 'iam:GetLoginProfile', 'iam:DeleteLoginProfile', 'iam:ListMFADevices'],
	readBackFrom: 'login profile of the user: there is none, while the user is there',
	givenBack: 'no; an administrator sets a new password',
	closes: 'sign-in',
	stage: 'cut',
	after: ['denyEverything'],

	read: async (iam, account) => {
		const { name } = account;
		const profile = await unlessGone(() => iam.read('GetLoginProfile', { UserName: name }));
		// "Not there" is said of the password and of the user in the same words, and only the first of them is good news.
		await sameUser(iam, account);
		const devices = await iam.list('ListMFADevices', 'MFADevices', { UserName: name });
		if (profile !== null) parse.object(profile['LoginProfile'], 'LoginProfile');
		return { password: profile !== null, mfaDevices: devices.map((device) => parse.text(parse.object(device, 'MFADevice')['SerialNumber'], 'MFADevice.SerialNumber')) };
	},
	plan: (state) => (state.password ? change('Delete the console password', kept(state)) : satisfied('No console password', kept(state))),
	apply: async (iam, { name }) => {
		await unlessGone(() => iam.change('DeleteLoginProfile', { UserName: name }));
	},

	undo: onlyByHand((now, before) =>
		before.password && !now.password ? 'The console password is gone for good. Set a new one in the IAM console, under Security credentials of the user, and let the person change it at the first sign-in' : null,
	),
});
