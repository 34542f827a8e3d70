import { describe, expect, it } from 'vitest';
import { kafka, parseProducer } from './services/kafka.js';

const LANE = 'durable.writer-a.77';
const good = (seq: number, at: number) =>
  `{"timestamp":${at},"name":"producer_send_success","key":"4","value":"77.${seq}","offset":0,"topic":"orders","partition":1}\n`;
const bad = (seq: number, at: number) =>
  `{"timestamp":${at},"name":"producer_send_error","topic":"orders","exception":"class TimeoutException","key":"5","value":"77.${seq}","message":"late"}\n`;
const END = '{"timestamp":9,"name":"shutdown_complete"}\n';

describe("the lines of Kafka's producer", () => {
  it('are acknowledged writes of a partition, and failed ones that may be there all the same', () => {
    const { writes, open } = parseProducer(LANE, good(0, 100) + bad(1, 200) + END);
    expect(writes.map(({ seq, outcome, ended, part }) => [seq, outcome, ended, part])).toEqual([
      [0, 'acknowledged', 100, '1'],
      [1, 'indeterminate', 200, undefined],
    ]);
    expect(open).toBe(false);
  });

  it('leave what has none in doubt, and what may have been sent afterwards where the producer died', () => {
    const { writes, open } = parseProducer(LANE, good(0, 100) + good(2, 200));
    expect(writes.find(({ seq }) => seq === 1)).toMatchObject({ outcome: 'indeterminate', ended: undefined });
    expect(open).toBe(true);
  });
});

describe('what the consumer reads', () => {
  it('belongs to the lane of its prefix; other runs have left records, too', () => {
    const text = 'Partition:0\tOffset:7\t77.3\nPartition:1\tOffset:9\t55.3\n';
    expect(kafka.parsePresent(text, [LANE])).toEqual([{ lane: LANE, seq: 3 }]);
  });
});
