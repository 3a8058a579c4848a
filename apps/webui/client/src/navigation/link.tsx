import type { AnchorHTMLAttributes, MouseEvent } from 'react';
import { navigate } from './navigate';

interface LinkProps extends AnchorHTMLAttributes<HTMLAnchorElement> {
  to: string;
}

/** A link within the page, or out of it to MLflow. New tabs, downloads and the middle button stay the browser's. */
export function Link({ to, ...rest }: LinkProps) {
  if (!to.startsWith('/')) return <a {...rest} href={to} target="_blank" rel="noopener noreferrer" />;
  const follow = (click: MouseEvent<HTMLAnchorElement>) => {
    if (click.button !== 0 || click.metaKey || click.ctrlKey || click.shiftKey || click.altKey) return;
    click.preventDefault();
    navigate(to);
  };
  return <a {...rest} href={to} onClick={follow} />;
}
