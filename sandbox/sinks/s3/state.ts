export interface Lock {
	mode: 'COMPLIANCE' | 'GOVERNANCE';
	/** As it was asked for. */
	retainUntil: string;
}

export interface Version {
	versionId: string;
	/** Without its quotes. */
	etag: string;
	/** base64; undefined for a delete marker. */
	body: string | undefined;
	contentType: string;
	lastModified: string;
	legalHold: boolean;
	lock?: Lock;
}

export interface Upload {
	key: string;
	contentType: string;
	legalHold: boolean;
	lock?: Lock;
	/** base64 by part number. */
	parts: Map<number, string>;
}

export interface Bucket {
	region: string;
	objectLock: boolean;
	/** Newest last. */
	objects: Map<string, Version[]>;
	uploads: Map<string, Upload>;
}

export interface AccessKey {
	secretAccessKey: string;
	/** `s3:PutObject` and its like. */
	permissions: string[];
}

export interface S3State {
	buckets: Map<string, Bucket>;
	accessKeys: Map<string, AccessKey>;
	/** For version and upload ids. */
	issued: number;
	settings: S3Settings;
}

export interface S3Settings {
	/** How far a signature's date may be off, as S3 has it. */
	skewMs: number;
}

export const ALL_PERMISSIONS = ['s3:PutObject', 's3:PutObjectRetention', 's3:PutObjectLegalHold', 's3:GetObject', 's3:GetObjectVersion', 's3:GetObjectRetention', 's3:ListBucket', 's3:ListBucketVersions', 's3:GetBucketLocation', 's3:ListMultipartUploadParts', 's3:AbortMultipartUpload', 's3:DeleteObject', 's3:DeleteObjectVersion'];
