import { jsonBody, ok } from '../../server/message';
import type { JamfCall, JamfRoute } from '../call';
import { send, UNMANAGING } from '../commands';
import { deviceById, devicesOfKind } from '../devices';
import { notFound, refuse } from '../errors';
import { COMPUTER_FIELDS, COMPUTER_SECTIONS, showComputer } from '../inventory';
import { filteredPage, sectionsOf } from '../lists';
import { refuseWrongOrder } from '../orders';
import { READ, UNMANAGE, VIEW_PIN, WIPE } from '../privileges';
import type { InventoryVersion } from '../settings';

const VERSIONS: readonly InventoryVersion[] = ['v4', 'v3', 'v1'];

const computer = ({ state, params }: JamfCall) => deviceById(state, 'computer', params['id']);

/** What the newest version has, and older ones had differently, is not there before it. */
const since = (version: InventoryVersion, handle: JamfRoute['handle']): JamfRoute['handle'] => (call) => {
	if (VERSIONS.indexOf(version) < VERSIONS.indexOf(call.state.settings.version)) throw notFound();
	return handle(call);
};

function list(call: JamfCall) {
	const visible = sectionsOf(call, COMPUTER_SECTIONS);
	return filteredPage(call, { items: devicesOfKind(call.state, 'computer'), facts: showComputer, fields: COMPUTER_FIELDS, show: (device) => visible(showComputer(device)) });
}

function storedPin(call: JamfCall) {
	const { keptPin } = computer(call);
	if (keptPin === null) throw notFound();
	return ok({ pin: keptPin });
}

function order(call: JamfCall, type: string) {
	const device = computer(call);
	if (!device.managed) throw refuse(500, 'The computer is not managed');
	const given = jsonBody(call.incoming) ?? {};
	refuseWrongOrder(device, type, given);
	const { uuid } = send(call, device, type, typeof given['pin'] === 'string' ? given['pin'] : null);
	return ok({ deviceId: device.id, commandUuid: uuid });
}

const erase = (call: JamfCall) => order(call, 'ERASE_DEVICE');
const unmanage = (call: JamfCall) => order(call, UNMANAGING);

const inventory = (version: InventoryVersion): JamfRoute[] =>
	[
		{ method: 'GET', path: `/api/${version}/computers-inventory`, needs: READ.computer, handle: list },
		{ method: 'GET', path: `/api/${version}/computers-inventory/:id`, needs: READ.computer, handle: (call: JamfCall) => ok(sectionsOf(call, COMPUTER_SECTIONS)(showComputer(computer(call)))) },
		{ method: 'GET', path: `/api/${version}/computers-inventory-detail/:id`, needs: READ.computer, handle: (call: JamfCall) => ok(showComputer(computer(call))) },
		{ method: 'GET', path: `/api/${version}/computers-inventory/:id/view-device-lock-pin`, needs: VIEW_PIN, handle: storedPin },
	].map((route) => ({ ...route, handle: since(version, route.handle) }));

export const computerRoutes: JamfRoute[] = [
	...VERSIONS.flatMap(inventory),
	{ method: 'POST', path: '/api/v4/computers-inventory/:id/erase', needs: WIPE.computer, handle: since('v4', erase) },
	{ method: 'POST', path: '/api/v4/computers-inventory/:id/remove-mdm-profile', needs: UNMANAGE.computer, handle: since('v4', unmanage) },
	// Before version 4 the name of the collection is not the one it is read by.
	{ method: 'POST', path: '/api/v1/computer-inventory/:id/erase', needs: WIPE.computer, handle: erase },
	{ method: 'POST', path: '/api/v1/computer-inventory/:id/remove-mdm-profile', needs: UNMANAGE.computer, handle: unmanage },
];
