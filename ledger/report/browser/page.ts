/// <reference lib="dom" />
import type { Known, Refused } from '../../verify';
import type { Markup } from '../page/markup';
import type { Report } from '../page/report';
import { toDom } from './dom';

export const byId = <Kind extends HTMLElement>(id: string): Kind | null => document.getElementById(id) as Kind | null;

export const show = (id: string, content: readonly Markup[]): void => byId(id)?.replaceChildren(...content.map((one) => toDom(one)));

export const showReport = ({ title, header, body }: Report): void => {
	document.title = title;
	show('head', header);
	show('report', body);
};

/** Evidence of one kind, as a page has it. */
export interface Shown {
	/** Checks it with what the auditor has, and shows what is read afterwards: it is made from the records that were just checked. */
	check(known: Known): Markup;
	/** The address says what to look at. */
	look?(fragment: string): void;
}

/** What was given to check against was of no use; the evidence is no worse for it. */
export const isUnusable = (result: { ok: true } | Refused): boolean => !result.ok && result.code === 'argument';
