import { useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import type { TrainingPoint } from '../../../src/page/contract';
import { queries } from '../api/queries';
import { Empty, Loaded } from '../elements/loaded';
import { Section } from '../elements/section';
import { LineFigure } from '../figure/line-figure';
import { signedPercent } from '../format/numbers';
import { trainingSeries } from './training-series';

export function TrainingSection({ runId }: { runId: string }) {
  const training = useQuery(queries.training(runId));
  return (
    <Section id="training" title="Training">
      <Loaded query={training} what="the training curve">
        {(points) => <TrainingCurve points={points} />}
      </Loaded>
    </Section>
  );
}

function TrainingCurve({ points }: { points: TrainingPoint[] }) {
  const { epochs, lines } = useMemo(() => trainingSeries(points), [points]);
  if (points.length === 0) return <Empty>No epoch has ended yet.</Empty>;
  return (
    <LineFigure
      title="Training curve"
      unit="Epoch"
      positions={epochs}
      lines={lines}
      format={signedPercent}
      reference={0}
      height={180}
    >
      Return on the validation window, by epoch.
    </LineFigure>
  );
}
