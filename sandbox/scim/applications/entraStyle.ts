import { application } from './application';

/** Built for what Microsoft Entra ID sends without its compliance flag, and for nothing else. */
export const entraStyle = application('Application built for Entra ID', '/scim', {
	knowsEmployeeIds: true,
	settings: { operations: 'Replace', booleans: '"True"', removeWithFilter: 'refused' },
});
