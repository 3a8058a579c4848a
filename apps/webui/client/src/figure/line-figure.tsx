import { type PointerEvent, type ReactNode, useId, useState } from 'react';
import { harmless } from '../format/harmless';
import { bandPath, extentOf, linear, pathOf, ticksOf } from './scale';
import { useWidth } from './use-width';
import './line-figure.css';

export interface Line {
  name: string;
  /** One value a position; null where there is none. */
  values: readonly (number | null)[];
  /** 0 is drawn strongest; each has its own colour and dash. */
  style: number;
}

interface LineFigureProps {
  title: string;
  /** What stands at each position of the horizontal axis. */
  positions: readonly string[];
  /** What a position is: `Session`. */
  unit: string;
  lines: readonly Line[];
  band?: { name: string; low: readonly number[]; high: readonly number[] } | undefined;
  format: (value: number) => string;
  /** A value that the eye compares with: drawn as a line of its own. */
  reference: number;
  height?: number;
  /** What the figure shows, in a sentence. */
  children?: ReactNode;
}

const LEFT = 56;
const RIGHT = 8;
const TOP = 8;
const BOTTOM = 22;
const STYLES = 6;

/**
 * Lines over one axis. The slider below it moves the reading through the positions, by keyboard, touch and mouse; what
 * it reads is text.
 */
export function LineFigure(props: LineFigureProps) {
  const { title, positions, unit, height = 220 } = props;
  const [box, width] = useWidth<HTMLDivElement>();
  const [chosen, setChosen] = useState<number>();
  const id = useId();
  const last = Math.max(0, positions.length - 1);
  const at = Math.min(chosen ?? last, last);
  const readings = readingsAt(at, props);
  return (
    <figure className="line-figure" aria-labelledby={id}>
      <figcaption id={id}>{title}</figcaption>
      {props.children !== undefined && <p className="muted">{props.children}</p>}
      <div ref={box} className="plot">
        {width > 0 && <Plot {...props} width={width} height={height} at={at} onPoint={setChosen} />}
      </div>
      <input
        type="range"
        min={0}
        max={last}
        value={at}
        aria-label={`${unit} in ${title}`}
        aria-valuetext={`${positions[at] ?? 'nothing'}: ${readings.map(({ name, text }) => `${name} ${text}`).join(', ')}`}
        onChange={({ target }) => setChosen(Number(target.value))}
      />
      <dl className="legend">
        <div>
          <dt className="hidden">{unit}</dt>
          <dd>{positions[at]}</dd>
        </div>
        {readings.map(({ name, text, style }) => (
          <div key={name}>
            <dt>
              <svg width="26" height="10" aria-hidden="true">
                {style === 'band' ? (
                  <rect className="band" width="26" height="10" />
                ) : (
                  <path className={style} d="M1 5H25" />
                )}
              </svg>
              {harmless(name)}
            </dt>
            <dd>{text}</dd>
          </div>
        ))}
      </dl>
    </figure>
  );
}

/** What each line and the band say at a position. */
function readingsAt(at: number, { lines, band, format }: LineFigureProps) {
  const low = band?.low[at];
  const high = band?.high[at];
  return [
    ...lines.map(({ name, values, style }) => {
      const value = values[at] ?? null;
      return { name, text: value === null ? 'none' : format(value), style: lineClass(style) };
    }),
    ...(band === undefined || low === undefined || high === undefined
      ? []
      : [{ name: band.name, text: `${format(low)} to ${format(high)}`, style: 'band' }]),
  ];
}

function lineClass(style: number): string {
  return `line style-${style % STYLES}`;
}

interface PlotProps extends LineFigureProps {
  width: number;
  height: number;
  at: number;
  onPoint: (position: number) => void;
}

function Plot({ title, positions, lines, band, format, reference, width, height, at, onPoint }: PlotProps) {
  const last = Math.max(1, positions.length - 1);
  const known = lines.map(({ values }) => values.filter((value) => value !== null));
  const extent = extentOf([...known, ...(band === undefined ? [] : [band.low, band.high]), [reference]], reference);
  const x = linear([0, last], [LEFT, width - RIGHT]);
  const y = linear(extent, [height - BOTTOM, TOP]);
  const point = ({ clientX, currentTarget }: PointerEvent<SVGSVGElement>) => {
    const share = (clientX - currentTarget.getBoundingClientRect().left - LEFT) / (width - LEFT - RIGHT);
    onPoint(Math.max(0, Math.min(positions.length - 1, Math.round(share * last))));
  };
  return (
    <svg width={width} height={height} role="img" aria-label={title} onPointerMove={point}>
      {ticksOf(extent, height < 160 ? 3 : 5).map((tick) => (
        <g key={tick}>
          <line className="grid" x1={LEFT} x2={width - RIGHT} y1={y(tick)} y2={y(tick)} />
          <text x={LEFT - 6} y={y(tick)} dy="0.32em" textAnchor="end">
            {format(tick)}
          </text>
        </g>
      ))}
      <line className="reference" x1={LEFT} x2={width - RIGHT} y1={y(reference)} y2={y(reference)} />
      {band !== undefined && <path className="band" d={bandPath(band.low, band.high, x, y)} />}
      {lines.toReversed().map((line) => (
        <path key={line.name} className={lineClass(line.style)} d={pathOf(line.values, x, y)} />
      ))}
      {lines.map((line) => {
        const value = line.values[at] ?? null;
        return value === null ? null : (
          <circle key={line.name} className={`dot style-${line.style % STYLES}`} cx={x(at)} cy={y(value)} r="3" />
        );
      })}
      <line className="crosshair" x1={x(at)} x2={x(at)} y1={TOP} y2={height - BOTTOM} />
      <text x={LEFT} y={height - 6}>
        {positions[0]}
      </text>
      <text x={width - RIGHT} y={height - 6} textAnchor="end">
        {positions.at(-1)}
      </text>
    </svg>
  );
}
