import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { WorkflowJson } from '../n8n/types';

const workflows = join(__dirname, '..', '..', 'workflows');

export const templates = (): string[] => readdirSync(workflows).filter((file) => file.endsWith('.json'));
/** Those that others call: a stage has them from its start. */
export const calledTemplates: readonly string[] = ['tell.json'];
/** What is only ever run by hand cannot be published. */
const startsByItself = (file: string): boolean => readTemplate(file).nodes.some(({ type }) => /(?:Trigger|\.webhook)$/.test(type) && !type.endsWith('.manualTrigger'));
/** Those that are published one by one; the one for people whom HR keeps elsewhere stays out. */
export const companyTemplates = (): string[] => templates().filter((file) => !file.includes('personio') && !calledTemplates.includes(file) && startsByItself(file));
export const readTemplate = (file: string): WorkflowJson => JSON.parse(readFileSync(join(workflows, file), 'utf8')) as WorkflowJson;
/** As an administrator has it who has unpinned its example, to run it by hand in earnest. */
export const unpinnedTemplate = (file: string): WorkflowJson => ({ ...readTemplate(file), pinData: {} });
