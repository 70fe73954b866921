import type { Application } from '../application';
import { deleteAccount } from './deleteAccount';
import { disable } from './disable';
import { endSessions } from './endSessions';
import { removeFromGroups } from './removeFromGroups';
import { removeRoles } from './removeRoles';

/**
 * In the order they are offered, and backwards in the order they are given back: many applications put nobody into a
 * group who is inactive.
 */
export const stepsFor = (application: Application) =>
	[removeFromGroups, removeRoles, endSessions, disable, deleteAccount].map((step) => step(application));
