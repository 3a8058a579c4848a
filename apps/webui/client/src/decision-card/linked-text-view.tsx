import { harmless } from '../format/harmless';
import { Link } from '../navigation/link';
import type { Part } from './linked-text';

/** A sentence in which every number leads to its source. */
export function LinkedText({ parts }: { parts: Part[] }) {
  return (
    <bdi dir="auto">
      {parts.map((part, index) =>
        typeof part === 'string' ? (
          harmless(part)
        ) : (
          <Link key={index} to={part.href} title={part.about} className="sourced">
            {harmless(part.text)}
          </Link>
        ),
      )}
    </bdi>
  );
}
