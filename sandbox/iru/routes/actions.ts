import { randomInt } from 'node:crypto';
import type { Reply } from '../../server/message';
import { jsonBody, ok } from '../../server/message';
import type { IruCall, IruRoute } from '../call';
import { checkIn, isWaiting, send } from '../commands';
import { deviceOf } from '../device';
import { notForThisDevice, refuse, refuseWithText } from '../errors';
import { isSupervised } from '../show';
import type { CommandType, IruDevice, IruPlatform } from '../state';

type Body = Record<string, unknown>;
type Action = (call: IruCall, device: IruDevice, body: Body) => Reply;

const done = (): Reply => ({ status: 200 });

const text = (body: Body, name: string) => (typeof body[name] === 'string' ? body[name] : '');

const newPin = () => String(randomInt(1_000_000)).padStart(6, '0');

const lock: Action = (call, device) => {
	if (device.shown === 'Windows' && !call.state.settings.windowsLock) throw notForThisDevice();
	if (device.shown !== 'Mac') {
		send(call, device, 'DeviceLock');
		return done();
	}
	if (device.locked) throw refuseWithText('This device is already locked.');
	const pin = newPin();
	send(call, device, 'DeviceLock', { pin });
	device.unlockPin = pin;
	return ok({ PIN: pin });
};

const ERASE_MODES = ['WIPE', 'WIPE_CLOUD', 'WIPE_PROTECTED'];
const ERASE_FLAGS = ['WIPE_EXTERNAL_STORAGE', 'WIPE_ESIMS'];

/** What is said to another platform is ignored, as the PIN is by an iPhone. */
const WHAT_ERASING_TAKES: Record<IruPlatform, (call: IruCall, body: Body) => { pin?: string }> = {
	Mac: ({ state }, body) => {
		if (body['PIN'] === undefined && state.settings.eraseWithoutPin) return {};
		if (!/^\d{6}$/.test(text(body, 'PIN'))) throw refuseWithText('PIN must have six digits');
		return { pin: text(body, 'PIN') };
	},
	iPhone: (_call, body) => {
		const service = body['ReturnToService'] as { Enabled?: unknown; ProfileId?: unknown } | undefined;
		if (service?.Enabled === true && service.ProfileId) throw refuseWithText('The specified profile is not in scope for the device');
		return {};
	},
	Windows: (_call, body) => {
		if (!ERASE_MODES.includes(text(body, 'erase_mode'))) throw refuseWithText(`erase_mode must be one of ${ERASE_MODES.join(', ')}`);
		return {};
	},
	Android: (_call, body) => {
		const flags = text(body, 'erase_flags').split(',').filter((flag) => flag !== '');
		if (flags.some((flag) => !ERASE_FLAGS.includes(flag.trim()))) throw refuseWithText(`erase_flags must be of ${ERASE_FLAGS.join(', ')}`);
		return {};
	},
};

const erase: Action = (call, device, body) => {
	send(call, device, 'EraseDevice', WHAT_ERASING_TAKES[device.shown](call, body));
	return done();
};

const inLostMode = ({ lostMode }: IruDevice): void => {
	if (lostMode === null) throw refuseWithText(['Device is not in lost mode.']);
};

const enableLostMode: Action = (call, device, body) => {
	if (device.shown !== 'iPhone' || !isSupervised(device)) throw notForThisDevice();
	const lostMode = { enabledAt: call.clock.iso(), message: text(body, 'Message'), phoneNumber: text(body, 'PhoneNumber'), footnote: text(body, 'Footnote') };
	send(call, device, 'EnableLostMode', { lostMode });
	return done();
};

const disableLostMode: Action = (call, device) => {
	inLostMode(device);
	if (device.commands.some((command) => command.type === 'DisableLostMode' && isWaiting(command))) throw refuseWithText('Disable lost mode is already pending for this device.');
	send(call, device, 'DisableLostMode');
	return done();
};

const playSound: Action = (_call, device) => {
	inLostMode(device);
	return done();
};

const ofLocalUser =
	(type: CommandType): Action =>
	(call, device, body) => {
		if (device.shown !== 'Mac') throw notForThisDevice();
		const userName = text(body, 'UserName');
		if (userName === '') throw refuseWithText('UserName is required');
		send(call, device, type, { userName });
		return done();
	};

const plain =
	(type: CommandType): Action =>
	(call, device) => {
		send(call, device, type);
		return done();
	};

/** Asks the device to talk to Iru, which it does if it is online. */
const wake: Action = (call, device) => {
	if (device.online) checkIn(call, device);
	return done();
};

const ACTIONS: Record<string, Action> = {
	lock,
	erase,
	enablelostmode: enableLostMode,
	disablelostmode: disableLostMode,
	playlostmodesound: playSound,
	deleteuser: ofLocalUser('DeleteUser'),
	unlockaccount: ofLocalUser('UnlockUserAccount'),
	blankpush: wake,
	dailycheckin: wake,
	updateinventory: wake,
	restart: plain('RestartDevice'),
	shutdown: plain('ShutDownDevice'),
	clearpasscode: plain('ClearPasscode'),
};

export const actionRoutes: IruRoute[] = Object.entries(ACTIONS).map(([name, act]) => ({
	method: 'POST',
	path: `/api/v1/devices/:id/action/${name}`,
	needs: `POST /devices/{device_id}/action/${name}`,
	handle: (call) => {
		const device = deviceOf(call);
		const body = jsonBody(call.incoming);
		if (body === undefined) throw refuse(call.state.settings, 400, 'JSON parse error - Expecting value: line 1 column 1 (char 0)');
		return act(call, device, body);
	},
}));
