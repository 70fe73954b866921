import type { Left } from '../../lifecycle/step';
import type { JumpCloud } from './client';
import { userPath, type JumpCloudUser } from './user';

/** What decides whether somebody can sign in. */
export type SignInState = Pick<JumpCloudUser, 'state' | 'suspended' | 'switchOnly' | 'managedBy'>;

export const signInStateOf = ({ state, suspended, switchOnly, managedBy }: JumpCloudUser): SignInState => ({ state, suspended, switchOnly, managedBy });

type Shown = Pick<SignInState, 'state' | 'suspended'>;

/** Both have to say it: the one may lag behind the other. */
export const isSuspended = ({ state, suspended }: Shown): boolean => state === 'SUSPENDED' && suspended;
export const isStaged = ({ state, suspended }: Shown): boolean => state === 'STAGED' && !suspended;
export const isActive = ({ state, suspended }: Shown): boolean => state === 'ACTIVATED' && !suspended;

/** Whoever is neither for sure counts as somebody who may get in. */
export const isOut = (now: Shown): boolean => isSuspended(now) || isStaged(now);

export const suspend = async (jumpCloud: JumpCloud, userId: string, { switchOnly }: Pick<SignInState, 'switchOnly'>) => jumpCloud.send('PUT', userPath(userId), switchOnly ? { suspended: true } : { state: 'SUSPENDED' });

/** A staged user is activated by a call of its own, any other by the state. */
export const activate = async (jumpCloud: JumpCloud, userId: string, { state, switchOnly }: Pick<SignInState, 'state' | 'switchOnly'>, email: boolean): Promise<void> => {
	if (state === 'STAGED') await jumpCloud.send('POST', `${userPath(userId)}/state/activate`, { email });
	else await jumpCloud.send('PUT', userPath(userId), switchOnly ? { suspended: false } : { state: 'ACTIVATED' });
};

const atSource = ({ managedBy }: Pick<SignInState, 'managedBy'>, why: string): Left[] => (managedBy === null ? [] : [{ what: `Account in ${managedBy}`, why }]);

export const disableThere = (now: Pick<SignInState, 'managedBy'>): Left[] => atSource(now, 'the user is managed there. Disable it there as well, or its next synchronisation may activate the user in JumpCloud again');
export const enableThere = (now: Pick<SignInState, 'managedBy'>): Left[] => atSource(now, 'the user is managed there. Enable it there as well, or its next synchronisation may suspend the user in JumpCloud again');
