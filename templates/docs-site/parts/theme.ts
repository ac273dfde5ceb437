import { useEffect, useState } from 'preact/hooks';

export type Theme = 'auto' | 'light' | 'dark';

const KEY = 'sluice-theme';
const NEXT: Readonly<Record<Theme, Theme>> = { auto: 'dark', dark: 'light', light: 'auto' };

let colors = new Map<string, string>();

/** A colour of the page by its name in the style sheet. */
export function colorOf(name: string): string {
  const known = colors.get(name);
  if (known !== undefined) return known;
  const found = getComputedStyle(document.documentElement).getPropertyValue(`--${name}`).trim();
  colors.set(name, found);
  return found;
}

const DARK = '(prefers-color-scheme: dark)';

/** What `auto` means now. */
function shownTheme(theme: Theme): 'light' | 'dark' {
  if (theme !== 'auto') return theme;
  return matchMedia(DARK).matches ? 'dark' : 'light';
}

function stored(): Theme {
  try {
    const value = localStorage.getItem(KEY);
    return value === 'light' || value === 'dark' ? value : 'auto';
  } catch {
    return 'auto';
  }
}

/** The theme, and how to go to the next one. Canvases draw anew when it changes, or when the system's does. */
export function useTheme(): { readonly theme: Theme; readonly version: string; readonly next: () => void } {
  const [theme, setTheme] = useState<Theme>(stored);
  const [system, setSystem] = useState(0);
  const shown = shownTheme(theme);
  if (document.documentElement.dataset['theme'] !== shown) {
    document.documentElement.dataset['theme'] = shown;
    colors = new Map();
  }
  useEffect(() => {
    const query = matchMedia(DARK);
    const changed = () => setSystem((count) => count + 1);
    query.addEventListener('change', changed);
    return () => query.removeEventListener('change', changed);
  }, []);
  const next = () => {
    const wanted = NEXT[theme];
    setTheme(wanted);
    try {
      localStorage.setItem(KEY, wanted);
    } catch {
      // A page opened from disk may not be allowed to keep anything.
    }
  };
  return { theme, version: `${theme}${system}`, next };
}
