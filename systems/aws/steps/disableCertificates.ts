import { awsStep } from './_aws';
import { inactivating } from './_inactive';

export const disableCertificates = awsStep({
	id: 'disableCertificates',
	label: 'Disable Signing Certificates',
	danger: 'The signing certificates of the user become inactive. Restore Access makes them active again.',
	needs: ['iam:ListSigningCertificates', 'iam:UpdateSigningCertificate'],
	...inactivating({ noun: 'signing certificate', list: 'ListSigningCertificates', field: 'Certificates', idField: 'CertificateId', update: 'UpdateSigningCertificate', userComes: 'last' }),
});
