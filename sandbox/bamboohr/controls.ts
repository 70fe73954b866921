import type { Controls } from '../server/controls';
import { optionalText, text, texts } from '../server/controls';
import type { Deliveries } from './deliveries';
import type { HrDesk } from './hr';

const JOB = ['department', 'jobTitle', 'location', 'managerId'] as const;
const NAME = ['firstName', 'lastName', 'preferredName', 'workEmail'] as const;

export const controlsOf = (desk: HrDesk, deliveries: Deliveries): Controls => ({
	commands: {
		hire: (body) =>
			desk.hire({ ...texts(body, [...JOB, 'workEmail', 'hireDate', 'employmentStatus']), firstName: text(body, 'firstName'), lastName: text(body, 'lastName') }),
		terminate: (body) => desk.terminate(text(body, 'employeeId'), optionalText(body, 'date'), texts(body, ['type', 'reason', 'comment'])),
		rescind: (body) => desk.rescind(text(body, 'employeeId')),
		rehire: (body) => desk.rehire(text(body, 'employeeId'), optionalText(body, 'date'), optionalText(body, 'employmentStatus')),
		'change-job': (body) => desk.changeJob(text(body, 'employeeId'), texts(body, JOB), optionalText(body, 'date')),
		rename: (body) => desk.rename(text(body, 'employeeId'), texts(body, NAME)),
		delete: (body) => desk.deleteEmployee(text(body, 'employeeId')),
		'disable-api-user': (body) => desk.disableApiUser(text(body, 'apiKey')),
	},
	views: {
		employee: (query) => desk.employee(text(query, 'id')),
		deliveries: () => deliveries.attempts,
	},
});
