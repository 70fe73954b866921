import type { CredentialsOf } from './_credentials';

export const credentials: CredentialsOf = ({ connections: { vault } }) => {
	const { url, mount, approle } = vault;
	return { jmlVaultApi: { name: 'HashiCorp Vault of the simulated company', data: { address: url, mount, authentication: 'appRole', ...approle } } };
};
