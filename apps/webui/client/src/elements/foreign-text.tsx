import { harmless } from '../format/harmless';

/** Text that is not ours, as text: cannot act, cannot hide, keeps its own direction and lines. */
export function ForeignText({ text }: { text: string }) {
  return (
    <bdi className="foreign" dir="auto">
      {harmless(text)}
    </bdi>
  );
}
