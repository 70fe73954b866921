/** `wider` names, for a permission, those that Microsoft takes instead of it. */
export const isGrantedBy =
	(wider: Readonly<Record<string, readonly string[]>>) =>
	(permission: string, granted: readonly string[]): boolean =>
		[permission, permission.replace('.Read.', '.ReadWrite.'), ...(wider[permission] ?? [])].some((name) => granted.includes(name));
