import type { IDataObject } from 'n8n-workflow';
import type { StepResult } from '../../lifecycle/outcome';

/** The results beside those of the nodes before this one. */
export const withSteps = (json: IDataObject, results: readonly StepResult[]): IDataObject => {
	const earlier = Array.isArray(json['steps']) ? (json['steps'] as IDataObject[]) : [];
	return { ...json, steps: [...earlier, ...(results as unknown as IDataObject[])] };
};
