import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { parseDotenv, withDotenv } from '../../src/cli/dotenv.ts';
import { fakeEnvironment, realFiles } from '../../src/host/index.ts';
import { projectFolder } from '../support/project-folder.ts';

describe('a .env file', () => {
  it('holds names and values, quoted or not, with comments', () => {
    const text = [
      '# comment',
      'A=1',
      'export B = two words # tail',
      "C='single # kept \\n'",
      'D="double\\nline"',
      'not a line',
      'E=',
      'F=a=b#c',
    ].join('\n');
    expect(Object.fromEntries(parseDotenv(text))).toEqual({
      A: '1',
      B: 'two words',
      C: 'single # kept \\n',
      D: 'double\nline',
      E: '',
      F: 'a=b#c',
    });
  });

  it('is read as python-dotenv reads it', () => {
    const text = `# c
A=1
 export B = two words # c
C='single # not \\' c' # c
D="double \\n \\" \${A}"
E=
F
G=a#b
H=$A \${A} \${X:-def} \${Y}
I="multi
line"
'q k'=v
J = # only comment
K='\${A}'
L=x
M=a'b
N="a" b
`;
    expect(Object.fromEntries(parseDotenv(text))).toEqual({
      A: '1',
      B: 'two words',
      C: "single # not ' c",
      D: 'double \n " 1',
      E: '',
      G: 'a#b',
      H: '$A 1 def ',
      I: 'multi\nline',
      'q k': 'v',
      J: '',
      K: '1',
      L: 'x',
      M: "a'b",
    });
  });

  it('refers to the environment before its own variables', () => {
    const get = (name: string) => ({ A: 'outer' })[name];
    expect(parseDotenv(`A=inner\nB=\${A}`, get).get('B')).toBe('outer');
  });

  it('is looked for in the folders above too', () => {
    const folder = projectFolder({ '.env': 'FOUND=yes\nSET=no\n', 'deep/er/x.txt': '' });
    const env = withDotenv(fakeEnvironment({ SET: 'yes' }), realFiles, join(folder.root, 'deep', 'er'));
    expect([env.get('FOUND'), env.get('SET')]).toEqual(['yes', 'yes']);
    folder.remove();
  });
});
