import { chooseTheme, useTheme } from './theme';

export function ThemeButton() {
  const other = useTheme() === 'dark' ? 'light' : 'dark';
  return (
    <button type="button" className="quiet icon" aria-label={`Use ${other} colours`} onClick={() => chooseTheme(other)}>
      <span aria-hidden="true">{other === 'dark' ? '☾' : '☀'}</span>
    </button>
  );
}
