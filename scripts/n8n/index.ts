export * from './api';
export * from './browser';
export * from './environment';
export * from './pack';
export * from './process';
export * from './server';
export * from './session';
export type * from './types';
export * from './worker';
