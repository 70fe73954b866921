import type { OktaCaller } from './call';
import type { Operation } from './lifecycle';

export type UserStatus = 'STAGED' | 'PROVISIONED' | 'ACTIVE' | 'RECOVERY' | 'LOCKED_OUT' | 'PASSWORD_EXPIRED' | 'SUSPENDED' | 'DEPROVISIONED';

export type Profile = Record<string, unknown>;

export interface Factor {
	id: string;
	factorType: string;
	provider: string;
	vendorName: string;
	status: 'ACTIVE' | 'PENDING_ACTIVATION';
	created: string;
	profile: Record<string, unknown>;
	deviceId?: string;
}

export interface Grant {
	id: string;
	clientId: string;
	scopeId: string;
	created: string;
}

export interface RefreshToken {
	id: string;
	clientId: string;
	scopes: string[];
	created: string;
	expiresAt: string;
}

export interface RoleAssignment {
	id: string;
	type: string;
	label: string;
	created: string;
	/** Custom roles only. */
	role?: string;
	resourceSet?: string;
}

export interface Session {
	id: string;
	createdAt: string;
}

export interface OktaUser {
	id: string;
	status: UserStatus;
	/** A change Okta is still carrying out in the background. */
	transition?: { to: 'ACTIVE' | 'PROVISIONED' | 'DEPROVISIONED'; endsAtElapsed: number; operation: Operation; caller: OktaCaller };
	created: string;
	activated: string | null;
	statusChanged: string | null;
	lastLogin: string | null;
	lastUpdated: string;
	passwordChanged: string | null;
	profile: Profile;
	provider: { type: string; name: string };
	hasPassword: boolean;
	/** Attributes another system masters. */
	readOnlyProfile: boolean;
	factors: Factor[];
	grants: Grant[];
	refreshTokens: RefreshToken[];
	roles: RoleAssignment[];
	sessions: Session[];
	/** Browsers that will not be asked for a factor again. */
	rememberedDevices: string[];
}
