export const STEPS: readonly {
  readonly name: string;
  readonly command: 'build';
  readonly day: number;
  readonly fullRefresh: boolean;
}[];
export function comparableMessage(message: string | null): string | null;
