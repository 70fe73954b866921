/// <reference lib="dom" />
import { readPeriodEvidence, type PeriodEvidence } from '../../verify/period';
import { byId, isUnusable, show, showReport, type Shown } from '../browser/page';
import { checked } from '../page/check';
import { accessKinds } from '../view/controls';
import { judgePeriod } from '../words';
import { compareWithList, idsIn } from './compare';
import { oneCase } from './page/oneCase';
import { periodReport } from './page/report';
import { comparisonResult, sampleResult, tools } from './page/tools';
import { sampleOf } from './sample';
import { isTarget, type Targets, type Terms } from './targets';
import { periodView, type PeriodView } from './view';

export const shownPeriod = (text: string, given: Terms): Shown => {
	let terms = given;
	let found: PeriodEvidence | null = null;

	/** From what was checked, without checking it again. */
	const read = (): void => {
		if (found === null) return;
		showReport(periodReport(text, found, terms));
		linkCases();
	};

	/** The fragment of the address says whether one case is looked at. Places within its report are no reason to leave it. */
	const look = (fragment: string): void => {
		const wanted = found?.cases.find(({ caseId }) => addressOf(caseId) === fragment);
		const place = fragment.slice(1);
		if (found !== null && wanted !== undefined) {
			showReport(oneCase(found, wanted));
			byId('tools')!.hidden = true;
			scrollTo(0, 0);
		} else if (byId('tools')!.hidden && (place === 'head' || byId(place) === null)) {
			read();
			byId('tools')!.hidden = false;
		}
	};

	const equip = (): void => {
		byId('tools')!.hidden = false;
		if (found === null) return show('tools', []);
		const view = periodView(found, terms);
		show('tools', [tools(view)]);
		onSubmit('sample', () => drawSample(view));
		onSubmit('compare', () => compare(view));
		onSubmit('judge', () => {
			terms = { ...terms, targets: targetsGiven(terms.targets) };
			read();
		});
	};

	return {
		check: (known) => {
			const result = readPeriodEvidence(text, known);
			const readable = isUnusable(result) ? readPeriodEvidence(text) : result;
			found = readable.ok ? readable : null;
			if (found === null) showReport(periodReport(text, readable, terms));
			read();
			equip();
			look(location.hash);
			return checked(result, judgePeriod(result));
		},
		look,
	};
};

const addressOf = (caseId: string): string => `#show=${encodeURIComponent(caseId)}`;

const onSubmit = (id: string, work: () => void): void =>
	byId(id)!.addEventListener('submit', (event) => {
		event.preventDefault();
		work();
	});

const valueOf = (id: string): string => byId<HTMLInputElement>(id)!.value;

/** Only a script can show one case, so only a script makes its number a way there. */
const linkCases = (): void => {
	document.querySelectorAll<HTMLElement>('[data-case]').forEach((name) => {
		const link = document.createElement('a');
		link.href = addressOf(name.dataset['case']!);
		link.textContent = name.textContent;
		name.replaceChildren(link);
	});
};

const drawSample = ({ cases }: PeriodView): void => {
	const seed = valueOf('seed').trim();
	const drawn = sampleOf(cases.map(({ caseId }) => caseId), seed, Number(valueOf('sample-size')));
	show('sample-result', sampleResult(drawn, seed, cases.length));
	linkCases();
};

const compare = ({ cases }: PeriodView): void => {
	const kind = valueOf('compare-kind');
	const people = cases.filter(({ view }) => kind === '' || view.event?.kind === kind).flatMap(({ view }) => view.person?.id ?? []);
	show('compare-result', comparisonResult(compareWithList(people, idsIn(valueOf('hr-ids')))));
};

const targetsGiven = (before: Targets): Targets =>
	Object.fromEntries(accessKinds.map((kind) => {
		const minutes = Number(valueOf(`target-${kind}`));
		return [kind, isTarget(minutes) ? minutes : before[kind]];
	})) as Targets;
