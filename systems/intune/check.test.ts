import type { Http } from '../http/types';
import { checkIntune, permissionsNeeded } from './check';

const reading = (refuses: RegExp | null = null): Http => async ({ path }) => (refuses?.test(path) ? { status: 403, headers: {}, body: { error: { code: 'Forbidden', message: 'No.' } } } : { status: 200, headers: {}, body: { value: [] } });

test('content where everything is granted', async () => {
	expect(await checkIntune(reading(), permissionsNeeded)).toMatchObject({ ok: true });
	expect(await checkIntune(reading(), null)).toMatchObject({ ok: true });
});

test('wider permissions count', async () => {
	expect(await checkIntune(reading(), ['DeviceManagementManagedDevices.ReadWrite.All', 'DeviceManagementManagedDevices.PrivilegedOperations.All', 'Directory.Read.All', 'DeviceManagementRBAC.Read.All'])).toMatchObject({ ok: true });
});

test.each(permissionsNeeded.map((permission) => [permission]))('names %s where it is all that is missing', async (permission) => {
	const { ok, message } = await checkIntune(reading(), permissionsNeeded.filter((one) => one !== permission));
	expect(ok).toBe(false);
	expect(message).toContain(`${permission} (`);
	for (const other of permissionsNeeded) if (other !== permission) expect(message).not.toContain(other);
});

test.each([
	[/managedDevices/, 'DeviceManagementManagedDevices.Read.All'],
	[/users/, 'User.Read.All'],
	[/operationApproval/, 'DeviceManagementConfiguration.Read.All'],
])('what a token does not show is tried: %s', async (path, permission) => {
	expect(await checkIntune(reading(path), null)).toMatchObject({ ok: false, message: expect.stringContaining(permission) });
});

test('granted and refused all the same: the tenant has no licence', async () => {
	expect(await checkIntune(reading(/managedDevices/), permissionsNeeded)).toMatchObject({ ok: false, message: expect.stringContaining('licence') });
});
