import { readEvidence } from '../../verify';
import { checked } from '../page/check';
import { report } from '../page/report';
import { judge } from '../words';
import { isUnusable, show, showReport, type Shown } from './page';

export const shownCase = (bundle: string): Shown => ({
	check: (known) => {
		const result = readEvidence(bundle, known);
		showReport(report(bundle, isUnusable(result) ? readEvidence(bundle) : result));
		show('tools', []);
		return checked(result, judge(result));
	},
});
