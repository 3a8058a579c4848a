import { instantText } from '../format/instants';

/** A moment in the viewer's zone, and in the exchange's where that is another one. */
export function Instant({ at, exchange }: { at: string; exchange?: string | undefined }) {
  return <time dateTime={at}>{instantText(at, exchange)}</time>;
}
