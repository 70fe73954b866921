import type { Person } from '../../company';
import type { AppRoute } from '../routes/route';
import type { AppSettings } from '../settings';

/** What makes an application differ from the standard. */
export interface Application {
	label: string;
	/** Where its SCIM is, below the application. */
	scimPath: string;
	settings: Partial<AppSettings>;
	idOf(number: number): string;
	/** Whether it was told the employee ids, or knows people by name alone. */
	knowsEmployeeIds: boolean;
	/** Who of the company uses it. */
	staff(person: Person): boolean;
	owners: readonly Person[];
	/** What people have opened with it besides sessions. */
	tokens: readonly string[];
	/** What it answers beside SCIM. */
	routes: readonly AppRoute[];
}

const everybody = () => true;

export const uuid = (number: number) => `5c1a0000-5c1d-4000-8000-${number.toString(16).padStart(12, '0')}`;

export const application = (label: string, scimPath: string, { settings = {}, ...rest }: Partial<Application> = {}): Application => ({
	label,
	scimPath,
	settings,
	idOf: uuid,
	knowsEmployeeIds: false,
	staff: everybody,
	owners: [],
	tokens: [],
	routes: [],
	...rest,
});

export const engineers = ({ department }: Person) => department === 'Engineering' || department === 'IT';
