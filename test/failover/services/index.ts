import { kafka } from './kafka.js';
import { postgres } from './postgres.js';
import { redis } from './redis.js';

export const services = { kafka, postgres, redis };
