import { deleteConflict, noSuchEntity, refuse } from '../errors';
import { iamArn } from '../names';
import { iam, optional, page, required, type QueryCall } from '../query';
import type { Account, User } from '../state';
import { iso } from '../times';
import { requiredUser, showUser, userOrCaller } from '../users';

const isVirtual = (serial: string) => serial.includes(':mfa/');

const holderOf = ({ users }: Account, serial: string): User | undefined => [...users.values()].find(({ mfaDevices }) => mfaDevices.some((device) => device.serial === serial));

function checkVirtual({ account }: QueryCall, serial: string): void {
	if (!account.virtualMfaDevices.has(serial)) throw noSuchEntity(`VirtualMFADevice with serial number ${serial} does not exist.`);
}

export const mfaRoutes = iam({
	ListMFADevices: (call) => {
		const user = userOrCaller(call);
		return page(call, 'MFADevices', user.mfaDevices, ({ serial, enabledAt }) => ({ UserName: user.name, SerialNumber: serial, EnableDate: iso(enabledAt) }));
	},
	ListVirtualMFADevices: (call) => {
		const wanted = optional(call, 'AssignmentStatus') ?? 'Any';
		const devices = [...call.account.virtualMfaDevices].map((serial) => ({ serial, user: holderOf(call.account, serial) }));
		const fitting = devices.filter(({ user }) => wanted === 'Any' || (wanted === 'Assigned') === (user !== undefined));
		return page(call, 'VirtualMFADevices', fitting, ({ serial, user }) => ({ SerialNumber: serial, User: user === undefined ? undefined : showUser(call.account, user) }));
	},
	CreateVirtualMFADevice: (call) => {
		const serial = iamArn(call.account, `mfa${optional(call, 'Path') ?? '/'}${required(call, 'VirtualMFADeviceName')}`);
		if (call.account.virtualMfaDevices.has(serial)) throw refuse('EntityAlreadyExists', 'MFADevice entity at the same path and name already exists.');
		call.account.virtualMfaDevices.add(serial);
		return { VirtualMFADevice: { SerialNumber: serial } };
	},
	EnableMFADevice: (call) => {
		const user = requiredUser(call);
		const serial = required(call, 'SerialNumber');
		if (isVirtual(serial)) checkVirtual(call, serial);
		if (holderOf(call.account, serial) !== undefined) throw refuse('EntityAlreadyExists', `MFA Device with serial number ${serial} is already in use.`);
		user.mfaDevices.push({ serial, enabledAt: call.clock.iso() });
	},
	/** A virtual device stays and belongs to nobody; any other is gone with it. */
	DeactivateMFADevice: (call) => {
		const user = userOrCaller(call);
		const serial = required(call, 'SerialNumber');
		if (!user.mfaDevices.some((device) => device.serial === serial)) throw noSuchEntity(`MFA Device with serial number ${serial} for user ${user.name} cannot be found.`);
		user.mfaDevices = user.mfaDevices.filter((device) => device.serial !== serial);
	},
	DeleteVirtualMFADevice: (call) => {
		const serial = required(call, 'SerialNumber');
		checkVirtual(call, serial);
		if (holderOf(call.account, serial) !== undefined) throw deleteConflict('deactivate the MFA device');
		call.account.virtualMfaDevices.delete(serial);
	},
});
