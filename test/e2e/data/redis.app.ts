import type { Construct } from 'constructs';
import { Chart, type Environment, type Platform } from '../../../lib/index.js';
import { dataPlatform } from './environment.js';

class RedisTrial extends Chart {
  constructor(scope: Construct, environment: Environment) {
    super(scope, 'redis', environment);
  }
}

export const redisVariants = {
  redis: () => dataPlatform('redis', RedisTrial),
} satisfies Readonly<Record<string, () => Platform>>;
