import { delimiter, dirname, join } from 'node:path';

export const n8nBin = (n8nFolder: string): string => join(n8nFolder, 'node_modules', 'n8n', 'bin', 'n8n');

/** n8n settings of the machine must not leak in, nor jest's `NODE_ENV=test`, under which n8n skips part of its start. */
const FOREIGN = /^(N8N_|DB_|QUEUE_|EXECUTIONS_|CREDENTIALS_|NODES_|npm_|JEST_|WEBHOOK_URL$|NODE_ENV$|NODE_OPTIONS$|NODE_PATH$|ENVIRONMENT$|GENERIC_TIMEZONE$)/;

/** The environment that n8n gets: everything in one folder, reachable from this machine only, talking to nobody. */
export function settings(options: { nodeBinary: string; userFolder: string; webhookBaseUrl?: string }): NodeJS.ProcessEnv {
	const own = Object.fromEntries(Object.entries(process.env).filter(([name]) => !FOREIGN.test(name)));
	return {
		...own,
		PATH: [dirname(options.nodeBinary), process.env.PATH].filter(Boolean).join(delimiter),
		NODE_ENV: 'production',
		N8N_USER_FOLDER: options.userFolder,
		N8N_LISTEN_ADDRESS: '127.0.0.1',
		N8N_HOST: '127.0.0.1',
		N8N_SECURE_COOKIE: 'false',
		...(options.webhookBaseUrl ? { N8N_WEBHOOK_URL: options.webhookBaseUrl, WEBHOOK_URL: options.webhookBaseUrl } : {}),
		// Nothing that calls home, and nothing that puts itself in front of the canvas.
		N8N_DIAGNOSTICS_ENABLED: 'false',
		N8N_VERSION_NOTIFICATIONS_ENABLED: 'false',
		N8N_VERSION_NOTIFICATIONS_WHATS_NEW_ENABLED: 'false',
		N8N_DYNAMIC_BANNERS_ENABLED: 'false',
		N8N_TEMPLATES_ENABLED: 'false',
		N8N_VERIFIED_PACKAGES_ENABLED: 'false',
		N8N_DISABLED_MODULES: 'mcp-registry,instance-ai,chat-hub,quick-connect',
		N8N_PERSONALIZATION_ENABLED: 'false',
		N8N_HIRING_BANNER_ENABLED: 'false',
		N8N_AI_ENABLED: 'false',
		N8N_LICENSE_AUTO_RENEW_ENABLED: 'false',
		N8N_SENTRY_DSN: '',
		N8N_FRONTEND_SENTRY_DSN: '',
		N8N_LOG_LEVEL: 'info',
		EXECUTIONS_DATA_SAVE_ON_SUCCESS: 'all',
		EXECUTIONS_DATA_SAVE_ON_ERROR: 'all',
		EXECUTIONS_DATA_SAVE_MANUAL_EXECUTIONS: 'true',
		N8N_RESTRICT_FILE_ACCESS_TO: options.userFolder,
	};
}
