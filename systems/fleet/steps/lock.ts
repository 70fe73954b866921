import { Problem } from '../../../lifecycle/problem';
import { unlessGone } from '../../http/gone';
import { path } from '../../http/path';
import { parse } from '../client';
import { told } from '../commands';
import { unknownPlatform } from '../platform';
import { fleetStep, maintainer, notWhileOtherWaits, premium } from './_fleet';

export const lock = fleetStep({
	id: 'lock',
	label: 'Lock',
	danger: 'Company computers show a lock screen, and phones go into Lost Mode, until an administrator opens them. A Mac restarts and asks for a PIN; Windows and Linux are locked by a script. Whatever is not saved there is lost.',
	needs: [maintainer, premium],
	readBackFrom: '`device_status` of the host',
	givenBack: 'by an administrator in Fleet, who sees the PIN there',
	closes: 'devices',
	remains: ['A device that does not connect: it stays open until it does'],
	stage: 'devices',
	listsAll: () => true,

	unsupported: ({ platform, ownership }) => {
		if (platform === 'other') return unknownPlatform;
		if (platform === 'android' || platform === 'chromeos') return `Fleet cannot lock ${platform === 'android' ? 'Android' : 'ChromeOS'}. Wipe it if it is the company's, or lock it where it is managed`;
		if (ownership === 'personal' && (platform === 'macos' || platform === 'ios')) return 'Fleet does not lock what people enrolled as their own. Remove company data from it with Retire';
		return platform === 'ios' && ownership !== 'corporate' ? 'Fleet locks only phones and tablets that were enrolled automatically. Get it back, or remove company data from it with Retire' : null;
	},
	notYet: notWhileOtherWaits('lock'),
	pin: ({ platform }) => (platform === 'macos' ? { madeBy: 'management', keptByManagement: true } : null),
	commands: (fleet, device) => told(fleet, device, { action: 'lock', doing: 'locking', done: 'locked', requestTypes: /^(DeviceLock|EnableLostMode)$/, hidden: 'DeviceLock' }),
	send: async (fleet, { id }) => {
		// Without view_pin the answer holds no PIN, so there is none that could be kept by mistake.
		await fleet.order('POST', path`/hosts/${id}/lock`);
		return { host: id };
	},
	// For a Mac this opens nothing: Fleet only shows the PIN, and writes down who looked. Anything else it would open.
	revealPin: async (fleet, { id, platform }) => {
		if (platform !== 'macos') return null;
		const answer = await unlessGone(() => fleet.order('POST', path`/hosts/${id}/unlock`));
		if (answer === null) return null;
		if (answer['host_id'] !== undefined && String(answer['host_id']) !== id) throw new Problem('bad_answer', `Fleet was asked for the PIN of host ${id} and answered with that of another. It was not kept.`);
		return parse.optionalText(answer['unlock_pin'], 'unlock_pin');
	},
});
