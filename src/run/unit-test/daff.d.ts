/** The part of daff 1.4.2 that the comparison of rows builds on; the package ships no types. */
declare module 'daff/lib/core.js' {
  type Cell = string | null;

  class TableView {
    constructor(rows: (readonly Cell[])[]);
    readonly data: Cell[][];
  }

  class CompareFlags {
    ordered: boolean;
  }

  interface Alignment {
    readonly __brand: 'Alignment';
  }

  class TableDiff {
    constructor(alignment: Alignment, flags: CompareFlags);
    hilite(output: TableView): boolean;
    hasDifference(): boolean;
  }

  class TerminalDiffRender {
    render(table: TableView): string;
  }

  const daff: {
    readonly TableView: typeof TableView;
    readonly CompareFlags: typeof CompareFlags;
    readonly TableDiff: typeof TableDiff;
    readonly TerminalDiffRender: typeof TerminalDiffRender;
    compareTables(expected: TableView, actual: TableView, flags: CompareFlags): { align(): Alignment };
  };
  export default daff;
}
