import { type ReactNode, useEffect, useRef } from 'react';
import { useFragment } from '../navigation/navigate';

interface SectionProps {
  /** Address of the section: `#backtest`. */
  id: string;
  title: string;
  /** Beside the heading. */
  aside?: ReactNode;
  children: ReactNode;
}

/** A named part of a page; `#id` in the address scrolls to it, also when it comes later than the address. */
export function Section({ id, title, aside, children }: SectionProps) {
  const section = useRef<HTMLElement>(null);
  const fragment = useFragment();
  useEffect(() => {
    if (fragment === id) section.current?.scrollIntoView();
  }, [fragment, id]);
  return (
    <section ref={section} id={id} aria-labelledby={`${id}-title`} className="panel">
      <div className="panel-head">
        <h2 id={`${id}-title`}>{title}</h2>
        {aside}
      </div>
      {children}
    </section>
  );
}
