const HTML: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  "'": '&#39;',
  '"': '&#34;',
};

/** HTML entities for the five characters that need them. */
export function escapeHtml(text: string): string {
  return text.replace(/[&<>'"]/g, (each) => HTML[each] as string);
}
