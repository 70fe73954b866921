import { instantOf, isZone, yearLater } from '../calendar';
import { asName, namesIn } from '../person';
import { Problem } from '../problem';
import { exceptionTypes, type ExceptionTerms, type ExceptionType } from './exception';

/** What somebody typed or picked, in a form or in a node. */
export interface Entry {
	type: string;
	/** Separated by commas, semicolons or line breaks. */
	who: string;
	/** One of what is offered, by its value or its name. */
	keeps: string;
	owner: string;
	reason: string;
	/** A day or an instant, or nothing. */
	expires: string;
	registeredBy: string;
}

interface KnownSystem {
	id: string;
	label: string;
	steps: readonly { id: string; label: string }[];
}

/** What an exception can leave to somebody. */
export interface Offer {
	value: string;
	name: string;
	system: string;
	step: string | null;
}

export const offersOf = (systems: readonly KnownSystem[]): Offer[] =>
	systems.flatMap(({ id: system, label, steps }) => [
		{ value: system, name: `${label}: Everything`, system, step: null },
		...steps.map(({ id: step, label: name }) => ({ value: `${system}/${step}`, name: `${label}: ${name}`, system, step })),
	]);

export interface EntryTerms {
	offers: readonly Offer[];
	/** Whose day it is when a day ends. */
	zone: string;
	now: Date;
}

/** Strict, because what is mistyped here protects nobody and looks as if it did. */
export const termsOf = (entry: Entry, { offers, zone, now }: EntryTerms): ExceptionTerms => {
	const type = typeIn(entry.type);
	const terms = {
		type,
		who: whoIn(entry.who),
		...keptIn(type, entry.keeps, offers),
		owner: required(entry.owner, 'nobody is named who answers for it', 'Name a person or a role in Owner'),
		reason: required(entry.reason, 'no reason is given', 'Say in Reason why it is needed, so that somebody can judge later whether it still is'),
		expiresAt: expiryIn(type, entry.expires, zone, now),
		registeredBy: required(entry.registeredBy, 'nobody is named who registers it', 'Name the person in Registered By'),
	};
	refuseOneself(terms);
	return terms;
};

const refuse = (why: string, doThis: string): never => {
	throw new Problem('misconfigured', `Nothing was registered, because ${why}. ${doThis}.`);
};

const required = (given: string, why: string, doThis: string): string => given.trim() || refuse(why, doThis);

const typeIn = (given: string): ExceptionType => {
	const asked = given.replace(/\s/g, '').toLowerCase().replace(/^drillperson$/, 'drill');
	return exceptionTypes.find((type) => type.toLowerCase() === asked) ?? refuse(`"${given}" is not a type`, 'Choose Drill Person, Exception, Legal Hold, Protected or VIP');
};

const whoIn = (given: string): string[] => {
	const names = given.split(/[,;\n]/).map(asName).filter((name) => name !== '');
	if (names.length === 0) return refuse('it does not say for whom', 'Enter HR IDs, work emails, logins or account IDs in Who');
	const unfit = names.find((name) => /[\s*%]/.test(name));
	if (unfit !== undefined) return refuse(`"${unfit}" is neither an ID nor a login`, 'A name or a pattern would match nobody. Enter HR IDs, work emails, logins or account IDs in Who, separated by commas');
	return [...new Set(names)];
};

const wholeOf = { protected: 'protection', legalHold: 'legal hold', vip: 'VIP entry', drill: 'drill person' };

const keptIn = (type: ExceptionType, given: string, offers: readonly Offer[]): Pick<ExceptionTerms, 'system' | 'step'> => {
	const asked = given.trim().toLowerCase();
	if (type !== 'exception') {
		return asked === '' ? { system: null, step: null } : refuse(`a ${wholeOf[type]} counts in every system`, 'Leave What Stays empty, or choose the type Exception');
	}
	if (asked === '') return refuse('it does not say what stays', 'Choose a system or one of its steps in What Stays');
	const offer = offers.find(({ value, name }) => value.toLowerCase() === asked || name.toLowerCase() === asked);
	return offer ? { system: offer.system, step: offer.step } : refuse(`"${given.trim()}" is neither a system nor a step this pack knows`, `Choose one of: ${offers.map(({ name }) => name).join(', ')}`);
};

const expiryIn = (type: ExceptionType, given: string, zone: string, now: Date): string | null => {
	const asked = given.trim();
	if (!isZone(zone)) return refuse(`"${zone}" is not a time zone`, 'Use a name like Europe/Berlin in Time Zone');
	if (asked === '') return type === 'exception' ? refuse('an exception needs a day on which it ends', 'Enter it in Expires, at most a year ahead; it can be registered again') : null;
	const instant = instantOf(asked, zone);
	if (instant === null) return refuse(`"${asked}" is not a day`, 'Write Expires like 2027-06-30, or with a time like 2027-06-30T18:00:00+02:00');
	if (instant.getTime() <= now.getTime()) return refuse(`"${asked}" is over`, 'Enter a day ahead in Expires');
	if (type === 'exception' && instant.getTime() > yearLater(now, zone).getTime()) return refuse(`"${asked}" is more than a year ahead`, 'Enter an earlier day in Expires; an exception that is still needed then is registered again');
	return instant.toISOString();
};

/** Nobody leaves access to themselves. */
const refuseOneself = ({ who, owner, registeredBy }: ExceptionTerms): void => {
	const people = [owner, registeredBy].flatMap(namesIn);
	const self = who.find((name) => people.includes(name));
	if (self !== undefined) refuse(`${self} would answer for it themselves`, 'Somebody else has to own and to register it');
};
