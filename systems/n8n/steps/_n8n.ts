import { step } from '../../../lifecycle/step';
import type { AccountRef } from '../../../lifecycle/system';
import type { N8n } from '../client';

/** Said of every step they are true of, in the same words, so that they are told once. */
export const publishedGoOn = 'Workflows they published: they go on running, with the tokens and passwords that are written into them, until somebody unpublishes them';
export const secretsKnown = 'Secrets of credentials they set up or could read at the other end: they work until somebody replaces them there';

/** What the API key needs to tell whose things are whose. */
export const seeing = ['user:list', 'user:read', 'project:list', 'workflow:list', 'credential:list', 'dataTable:list'] as const;

/** Every file in this folder is one step; this is the shape they share. */
export const n8nStep = step<N8n, AccountRef>();
