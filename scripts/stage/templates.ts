import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { WorkflowJson } from '../n8n/types';

const workflows = join(__dirname, '..', '..', 'workflows');

export const templates = (): string[] => readdirSync(workflows).filter((file) => file.endsWith('.json'));
/** Those of systems the simulated company does not have stay out. */
export const companyTemplates = (): string[] => templates().filter((file) => !file.includes('personio'));
export const readTemplate = (file: string): WorkflowJson => JSON.parse(readFileSync(join(workflows, file), 'utf8')) as WorkflowJson;
