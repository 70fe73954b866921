import { jsonBody, ok } from '../../server/message';
import type { JamfCall, JamfRoute } from '../call';
import { send, UNMANAGING } from '../commands';
import { deviceById, devicesOfKind } from '../devices';
import { refuse } from '../errors';
import { MOBILE_FIELDS, MOBILE_SECTIONS, mobileFacts, showMobile, showMobileBriefly, showMobileWhole } from '../inventory';
import { filteredPage, page, sectionsOf } from '../lists';
import { READ, UNMANAGE, WIPE } from '../privileges';

const mobile = ({ state, params }: JamfCall) => deviceById(state, 'mobile', params['id']);

const mobiles = ({ state }: JamfCall) => devicesOfKind(state, 'mobile');

/** A filter is not refused here, but not looked at either. */
const listBriefly = (call: JamfCall) => page(call, { items: mobiles(call), facts: showMobileBriefly, fields: ['id', 'name', 'serialNumber', 'udid', 'username'], show: showMobileBriefly });

function list(call: JamfCall) {
	const visible = sectionsOf(call, MOBILE_SECTIONS);
	return filteredPage(call, { items: mobiles(call), facts: mobileFacts, fields: MOBILE_FIELDS, show: (device) => visible(showMobile(device)) });
}

function order(call: JamfCall, type: string) {
	const device = mobile(call);
	if (!device.managed) throw refuse(400, 'The mobile device is not managed');
	return ok({ deviceId: device.id, commandUuid: send(call, device, type).uuid });
}

function erase(call: JamfCall) {
	if (jsonBody(call.incoming)?.['returnToService'] === true) throw refuse(400, 'Return to Service is not set up for this device', { field: 'returnToService' });
	return order(call, 'ERASE_DEVICE');
}

export const mobileRoutes: JamfRoute[] = [
	{ method: 'GET', path: '/api/v2/mobile-devices', needs: READ.mobile, handle: listBriefly },
	{ method: 'GET', path: '/api/v2/mobile-devices/detail', needs: READ.mobile, handle: list },
	{ method: 'GET', path: '/api/v2/mobile-devices/:id/detail', needs: READ.mobile, handle: (call) => ok(showMobileWhole(mobile(call))) },
	{ method: 'POST', path: '/api/v2/mobile-devices/:id/erase', needs: WIPE.mobile, handle: erase },
	{ method: 'POST', path: '/api/v2/mobile-devices/:id/unmanage', needs: UNMANAGE.mobile, handle: (call) => order(call, UNMANAGING) },
];
