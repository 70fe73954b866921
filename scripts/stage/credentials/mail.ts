import type { CredentialsOf } from './_credentials';

export const credentials: CredentialsOf = ({ connections: { mail } }) => ({
	smtp: { name: 'Mail of the simulated company', data: { host: mail.host, port: mail.port, user: mail.user, password: mail.password, secure: false, disableStartTls: true } },
});
