const NOT_CODE = /'(?:[^']|'')*'|"(?:[^"]|"")*"|\/\*[\s\S]*?\*\/|--[^\n]*/g;

/** The statements of a text, without what stands in quotes and comments. */
function bareStatements(sql: string): readonly string[] {
  return sql
    .replace(NOT_CODE, ' ')
    .split(';')
    .map((each) => each.trim())
    .filter((each) => each !== '');
}

const QUERY =
  /^\(*\s*(?:select|with|from|values|table|describe|desc|show|summarize|explain|pivot|unpivot)\b/i;
const WRITING = /\b(?:insert|update|delete|merge|create|drop|alter|copy)\b/i;

/** Whether a text is one statement that only asks. */
export function isQuestion(sql: string): boolean {
  const statements = bareStatements(sql);
  const [only = ''] = statements;
  return statements.length === 1 && QUERY.test(only) && !WRITING.test(only);
}

const OUTWARD = /^(?:copy|export|import|attach|detach|install|load|checkpoint|force|call)\b/i;

/** Whether no statement of a text reaches beyond the database that it is sent to. */
export function staysInside(sql: string): boolean {
  return bareStatements(sql).every((each) => !OUTWARD.test(each));
}
