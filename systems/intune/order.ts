import type { Json } from '../../ledger/types';
import type { Device, DeviceAction } from '../../lifecycle/devices/device';
import type { Parcel } from '../../lifecycle/devices/system';
import { Problem } from '../../lifecycle/problem';
import { evidenceOf, graphErrorIn } from '../http/microsoft/errors';
import { instantOf } from '../http/microsoft/graph';
import { onlyTold } from '../http/onlyTold';
import type { HttpResponse } from '../http/types';
import { codeIn, encode, openRequestFor } from './approvals';
import type { Intune } from './client';
import { devicePath, syncPath } from './devices';
import { orderProblem } from './errors';

/** As Graph names them. */
const names: Readonly<Record<DeviceAction, string>> = { lock: 'remoteLock', retire: 'retire', wipe: 'wipe' };

/** Says to whoever approves it what they approve, and finds the request again. */
const justificationOf = (action: DeviceAction, { id, name, serial }: Device, { justification }: Parcel): string => `${justification}: ${action} ${name}${serial === null ? '' : ` (${serial})`}, Intune device ${id}`;

/** A refusal may repeat what it refuses, and people read it. */
const withoutPin = (response: HttpResponse, pin: string | null): HttpResponse =>
	pin === null ? response : { ...response, body: JSON.parse(JSON.stringify(response.body ?? null), (_, value: unknown) => (typeof value === 'string' ? value.replaceAll(pin, '[redacted]') : value)) as unknown };

/** What was refused so that people decide first is not refused: the receipt names the request. */
export const order = async (intune: Intune, action: DeviceAction, device: Device, parcel: Parcel, body?: object): Promise<Json> => {
	const path = `${devicePath(device.id)}/${names[action]}`;
	const justification = justificationOf(action, device, parcel);
	const { approved } = parcel;
	// Without a policy the header means nothing; with one, whatever lacks it is refused.
	const headers: Record<string, string> = approved?.id ? { 'x-msft-approval-code': approved.id } : { 'x-msft-approval-justification': encode(justification) };
	const answer = await intune.order(path, headers, body);
	const response = withoutPin(answer, parcel.pin);
	if (response.status === 204) {
		// Intune tells a device sooner then. Beside a lock it would only be one more action that hides the PIN.
		if (action !== 'lock') await intune.nudge(syncPath(device.id));
		return { taken: names[action], requestId: response.headers['request-id'] ?? null, ...(approved?.id ? { carriedOut: approved.id } : {}) };
	}
	if (!approved?.id) {
		const filed = await requestFiled();
		if (filed !== null) return filed;
	}
	throw orderProblem({ method: 'POST', path }, response);

	async function requestFiled(): Promise<Json | null> {
		const code = codeIn(answer);
		if (code !== null) return { approval: code, at: instantOf(answer) };
		const { code: vendorCode, message } = graphErrorIn(response.body);
		const isOpenAlready = response.status === 409;
		if (!isOpenAlready && vendorCode !== 'ApprovalRequired') return null;
		// What is filed already was filed with a PIN of its own, and only with that it can be carried out.
		const known = isOpenAlready && parcel.pin !== null ? null : await onlyTold(null, () => openRequestFor(intune, justification));
		if (known !== null) return known;
		if (!isOpenAlready) throw new Problem('bad_answer', `Intune wants ${action} of ${device.name} to be approved, and does not name the request it filed. Look for it in the Intune admin center under Tenant administration, Multi Admin Approval, and have it cancelled; then say in Device Decisions that it may be sent again.`);
		throw new Problem('rejected', `A request to ${action} ${device.name} is open in Intune already, and not one that this case can go on with (${message ?? 'status 409'}). Have it decided on or cancelled in the Intune admin center under Tenant administration, Multi Admin Approval, then run the case again.`, evidenceOf(response));
	}
};
