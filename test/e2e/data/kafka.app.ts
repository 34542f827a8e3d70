import type { Construct } from 'constructs';
import { Chart, type Environment, type Platform } from '../../../lib/index.js';
import { dataPlatform } from './environment.js';

class KafkaTrial extends Chart {
  constructor(scope: Construct, environment: Environment) {
    super(scope, 'kafka', environment);
  }
}

export const kafkaVariants = {
  kafka: () => dataPlatform('kafka', KafkaTrial),
} satisfies Readonly<Record<string, () => Platform>>;
