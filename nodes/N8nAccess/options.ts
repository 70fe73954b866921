import type { INodeProperties } from 'n8n-workflow';

export const n8nOptions: INodeProperties[] = [
	{
		displayName: 'Role',
		name: 'role',
		type: 'string',
		default: '',
		placeholder: 'global:member',
		description: 'The role in all of n8n: global:member, global:admin, global:chatUser, or the slug of your own. Empty: whoever is invited becomes a member, and whoever is there keeps their role.',
		displayOptions: { show: { '/operation': ['change', 'grant'] } },
	},
	{
		displayName: 'Role in Projects',
		name: 'projectRole',
		type: 'string',
		default: 'project:editor',
		description: 'The role in projects that are joined: project:viewer, project:editor, project:admin, or the slug of your own. Groups to Join and to Leave are projects here.',
		displayOptions: { show: { '/operation': ['change', 'grant'] } },
	},
	{
		displayName: 'Who Takes Over',
		name: 'takesOver',
		type: 'string',
		default: '',
		placeholder: 'successor@acme.com',
		description: 'For the step Move What They Own: the email address of an n8n user, or the ID of a project, which stands in its address',
		displayOptions: { show: { '/operation': ['cut'] } },
	},
];

/** The options as they were filled in; n8n leaves out what was never added. */
export interface N8nOptions {
	role?: string | null;
	projectRole?: string | null;
	takesOver?: string | null;
}

export const filled = (value: string | null | undefined): string | null => (value ?? '').trim() || null;
