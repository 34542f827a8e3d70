import type { Construct } from 'constructs';
import { Chart, type Environment, type Platform } from '../../../lib/index.js';
import { dataPlatform } from './environment.js';

class PostgresTrial extends Chart {
  constructor(scope: Construct, environment: Environment) {
    super(scope, 'postgres', environment);
  }
}

export const postgresVariants = {
  postgres: () => dataPlatform('postgres', PostgresTrial),
} satisfies Readonly<Record<string, () => Platform>>;
