import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { CommandNotFound } from '../../src/host/index.ts';
import * as sluice from '../../src/index.ts';
import { type ProjectFolder, projectFolder } from '../support/project-folder.ts';

const made: ProjectFolder[] = [];

function project(): ProjectFolder {
  const folder = projectFolder({ 'models/a.sql': 'select 1 as id' });
  made.push(folder);
  return folder;
}

afterEach(() => {
  for (const folder of made.splice(0)) folder.remove();
});

describe('debug looks for git', () => {
  const report = async (run: sluice.Host['processes']['run']) => {
    const { root } = project();
    const said: string[] = [];
    const { failures } = await sluice.debug({
      projectDir: root,
      profilesDir: root,
      host: { ...sluice.createHost(), processes: { run } },
      onEvent: (event) => void (event.type === 'message' && said.push(event.text)),
    });
    return { failures, said };
  };

  it('which is there', async () => {
    const { failures, said } = await report(async () => ({ code: 0, stdout: '', stderr: '' }));
    expect(failures).toEqual([]);
    expect(said).toEqual(expect.arrayContaining(['Required dependencies:', ' - git [OK found]\n']));
  });

  it('which is not there', async () => {
    const { failures, said } = await report(async () => {
      throw new CommandNotFound('git');
    });
    expect(failures).toEqual([expect.stringMatching(/^Error from git --help: Could not find command/)]);
    expect(said).toContain(' - git [ERROR]\n');
  });
});

describe('debug tells what is wrong with a profile as dbt does', () => {
  it('a folder without profiles.yml is named', async () => {
    const { root } = project();
    mkdirSync(join(root, 'empty'));
    const report = await sluice.debug({ projectDir: root, profilesDir: join(root, 'empty') });
    expect(report.failures).toHaveLength(1);
    expect(report.failures[0]).toMatch(
      /^dbt looked for a profiles\.yml file in \S*empty\/profiles\.yml, but did/,
    );
  });

  it('a profile that is not in the file has its reason', async () => {
    const { root } = project();
    const report = await sluice.debug({ projectDir: root, profilesDir: root, profile: 'nothing' });
    expect(report.failures[0]).toContain('Profile loading failed for the following reason:\nRuntime Error\n');
    expect(report.failures[0]).toContain("Could not find profile named 'nothing'");
  });
});
