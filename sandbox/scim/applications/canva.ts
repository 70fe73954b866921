import { application } from './application';

/** PATCH is the only way to change somebody, and nobody is deleted. */
export const canva = application('Canva', '/_scim/v2', { settings: { put: 405, delete: 405 } });
