import type { Json } from '../../types';
import { isObject } from '../../verify/json';

/** Verified is who wrote it and that it is all there, not what it looks like: any member may be missing, or of another type. */

export const member = (value: Json | undefined, name: string): Json | undefined =>
	isObject(value) && Object.hasOwn(value, name) ? value[name] : undefined;

export const textIn = (value: Json | undefined, name: string): string | null => {
	const text = member(value, name);
	return typeof text === 'string' && text !== '' ? text : null;
};

export const listIn = (value: Json | undefined, name: string): readonly Json[] => {
	const list = member(value, name);
	return Array.isArray(list) ? list : [];
};

export const textsIn = (value: Json | undefined, name: string): string[] => listIn(value, name).filter((item) => typeof item === 'string');

/** In UTC, whatever offset it was written with. */
export const instantIn = (value: Json | undefined, name: string): string | null => {
	const text = textIn(value, name);
	const time = text !== null && /^\d{4}-\d\d-\d\dT\d\d:\d\d/.test(text) ? Date.parse(text) : Number.NaN;
	return Number.isNaN(time) ? null : new Date(time).toISOString();
};

export const yesNoIn = (value: Json | undefined, name: string): boolean | null => {
	const answer = member(value, name);
	return typeof answer === 'boolean' ? answer : null;
};

export const numberIn = (value: Json | undefined, name: string): number | null => {
	const number = member(value, name);
	return typeof number === 'number' ? number : null;
};
