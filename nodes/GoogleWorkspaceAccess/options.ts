import type { IDataObject, IExecuteFunctions } from 'n8n-workflow';
import { Problem } from '../../lifecycle/problem';
import type { Wish } from '../../lifecycle/giving';
import type { GoogleWish } from '../../systems/google';
import type { GoogleSettings } from '../../systems/google/client';
import { usualSettings } from '../../systems/google/settings';

const text = (value: unknown, usual = ''): string => (value === undefined || value === null ? usual : String(value).trim());
const list = (value: unknown): string[] => (Array.isArray(value) ? value.map(String) : text(value).split(/[\s,]+/)).filter((entry) => entry !== '');

const optionsOf = (context: IExecuteFunctions, itemIndex: number): IDataObject => context.getNodeParameter('options', itemIndex, {}) as IDataObject;

/** The manager takes over unless the node says otherwise; an option nobody added has no value of its own. */
const managerIn = (context: IExecuteFunctions, itemIndex: number): string => {
	const person = Object(context.getInputData()[itemIndex]?.json['person']) as { manager?: { email?: unknown } | null };
	return text(person.manager?.email);
};

export const settingsOf = (context: IExecuteFunctions, itemIndex: number, { adminEmail, signsWith }: Pick<GoogleSettings, 'adminEmail' | 'signsWith'>): GoogleSettings => {
	const options = optionsOf(context, itemIndex);
	return {
		adminEmail,
		signsWith,
		hrIdType: text(options['hrIdType']) || usualSettings.hrIdType,
		matchByEmail: options['matchByEmail'] !== false,
		newOwner: options['newOwner'] === undefined ? managerIn(context, itemIndex) : text(options['newOwner']),
		fallbackOwner: text(options['fallbackOwner']),
		autoReply: { subject: text(options['autoReplySubject']), text: text(options['autoReplyText']) },
		leaversOrgUnit: text(options['leaversOrgUnit']),
		licenceProducts: options['licenceProducts'] === undefined ? usualSettings.licenceProducts : list(options['licenceProducts']),
		cloudProjects: list(options['cloudProjects']),
		cloudServiceAccounts: list(options['cloudServiceAccounts']),
	};
};

export const wishFrom = (context: IExecuteFunctions, itemIndex: number, wish: Wish): GoogleWish => {
	const options = optionsOf(context, itemIndex);
	return { ...wish, orgUnitPath: text(options['orgUnitPath']), licence: licenceIn(text(options['licence'])) };
};

const licenceIn = (given: string): GoogleWish['licence'] => {
	if (given === '') return null;
	const [product, sku, ...rest] = given.split('/');
	if (!product || !sku || rest.length > 0) throw new Problem('misconfigured', 'Licence to Assign must be a product and an SKU with a slash between them, like Google-Apps/1010020027. Nothing was changed; correct it in the node.');
	return { product, sku };
};
