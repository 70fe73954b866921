export { Pool, types, type PoolClient, type PoolConfig } from 'pg';
