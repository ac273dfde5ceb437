import { defineCodes } from './define.ts';

export const jinjaCodes = defineCodes({
  J001: {
    title: 'Template syntax error',
    severity: 'error',
    kind: 'Compilation Error',
    explanation:
      'The text between Jinja delimiters is not a valid tag or expression, so the template cannot be read.',
    fix: 'Correct the tag or expression under the caret; the message names what was expected there.',
  },
  J002: {
    title: 'Undefined name used',
    severity: 'error',
    kind: 'Compilation Error',
    explanation:
      'The template calls, or takes an attribute of, a name that does not exist: a misspelt macro or variable, or a macro of a package that is not installed.',
    fix: 'Check the spelling, or install the package that defines the macro.',
  },
  J003: {
    title: 'Error in a template expression',
    severity: 'error',
    kind: 'Compilation Error',
    explanation:
      'An expression could not be evaluated: operands of the wrong type, a missing key, a wrong argument. The rules are those of Python and Jinja.',
    fix: 'Correct the expression under the caret; the stack shows through which macros it was reached.',
  },
  J004: {
    title: 'Template does not end',
    severity: 'error',
    kind: 'Compilation Error',
    explanation:
      'Rendering went over a limit: too many loop rounds, macro calls nested too deeply, or a text that grew beyond what can be a statement.',
    fix: 'Look for a loop or a recursive macro without an end in the macros of the stack.',
  },
  J005: {
    title: 'Call that needs the database at parse time',
    severity: 'error',
    kind: 'Compilation Error',
    explanation:
      'While a project is parsed templates run without a database. The template called a function that can only answer when a node runs.',
    fix: 'Put the call inside `{% if execute %}`.',
  },
  J006: {
    title: 'Block structure error',
    severity: 'error',
    kind: 'Compilation Error',
    explanation:
      'A macro, materialization, test, snapshot or docs block is not closed, is nested in another one, or stands inside `if` or `for`.',
    fix: 'Close the block, and put block definitions at the top level of the file.',
  },
  J007: {
    title: 'Wrong materialization header',
    severity: 'error',
    kind: 'Compilation Error',
    explanation:
      'A materialization takes `default`, `adapter` and `supported_languages`; the header has something else.',
    fix: 'Remove or correct the argument of the materialization tag.',
  },
  J008: {
    title: 'Value is not of the demanded type',
    severity: 'error',
    kind: 'Compilation Error',
    explanation: 'A YAML value ends with `as_bool` or `as_number`, and what it evaluates to is neither.',
    fix: 'Correct the expression, or remove the filter.',
  },
  J010: {
    title: 'A tag outside of any block',
    severity: 'warning',
    kind: 'UnexpectedJinjaBlockDeprecation',
    explanation:
      'A file of macros, snapshots or docs holds a tag outside of the blocks that are read from it, such as an end tag without its beginning. It has no effect.',
    fix: 'Remove the tag, or put it into the block where it belongs.',
  },
});
