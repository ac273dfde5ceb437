import { describe, expect, it } from 'vitest';
import { readDuckdbCredentials } from '../../src/adapter/duckdb/credentials.ts';
import { attachStatement, secretStatement } from '../../src/adapter/duckdb/setup-statements.ts';
import { adapterPlugin } from '../../src/adapter/index.ts';
import { DiagnosticError, DiagnosticList } from '../../src/diagnostics/index.ts';

const plugin = adapterPlugin('duckdb');

function reported(credentials: Record<string, unknown>): string[] {
  const sink = new DiagnosticList();
  plugin.checkCredentials(credentials, sink);
  return sink.all.map((each) => `${each.code} ${each.severity}`);
}

describe('the name of a database', () => {
  it.each([
    [undefined, 'memory'],
    [':memory:', 'memory'],
    ['warehouse.duckdb', 'warehouse'],
    ['data/my.db.duckdb', 'my'],
    ['/abs/.hidden.duckdb', 'hidden'],
    ['md:', 'my_db'],
    ['md:sales?token=x', 'sales'],
    ['ducklake:metadata.ducklake', 'metadata'],
    ['ducklake:sqlite:metadata.sqlite', 'metadata'],
  ])('of the path %s is %s', (path, name) => {
    expect(plugin.databaseOf(path === undefined ? {} : { path })).toBe(name);
  });

  it('may be that of an attached database', () => {
    const attach = [{ path: 'lake.duckdb', alias: 'lake' }];
    expect(reported({ path: 'a.duckdb', database: 'lake', attach })).toEqual([]);
    expect(reported({ path: 'a.duckdb', database: 'a' })).toEqual([]);
    expect(reported({ path: 'a.duckdb', database: 'b' })).toEqual(['D003 error']);
  });
});

describe('keys of the profile', () => {
  it('that load Python warn; a remote server is an error', () => {
    expect(
      reported({ plugins: [{ module: 'excel' }], filesystems: [{ fs: 's3' }], module_paths: ['x'] }),
    ).toEqual(['D001 warning', 'D001 warning', 'D001 warning']);
    expect(reported({ plugins: [] })).toEqual([]);
    expect(reported({ remote: { host: 'x', port: 1, user: 'u' } })).toEqual(['D004 error']);
  });

  it('with values of a wrong shape are reported, all of them', () => {
    const wrong = {
      extensions: 'httpfs',
      settings: ['x'],
      secrets: [{ key_id: 'x' }],
      attach: [{ alias: 'x' }, { path: 'y', type: 'sqlite', options: { type: 'sqlite' } }],
      use_credential_provider: 'gcp',
      motherduck_token: 'a',
    };
    expect(reported(wrong)).toEqual(Array(6).fill('D002 error'));
  });

  it('are read in dbt-duckdb’s forms', () => {
    const read = readDuckdbCredentials({
      extensions: ['httpfs', { name: 'h3', repo: 'community' }],
      retries: { connect_attempts: 3, query_attempts: 2 },
      use_credential_provider: 'aws',
      attach: [{ path: 'ducklake:x.ducklake', alias: 'lake' }],
    });
    expect(read.extensions).toEqual([
      { name: 'httpfs', repository: null },
      { name: 'h3', repository: 'community' },
    ]);
    expect([read.connectAttempts, read.queryAttempts, read.retryable]).toEqual([3, 2, ['IOException']]);
    expect(read.secrets).toEqual([{ type: 's3', provider: 'credential_chain' }]);
    expect([...read.ducklakes]).toEqual(['lake']);
  });
});

describe('where databases live', () => {
  it('is told by paths and by is_ducklake', () => {
    const storage = (credentials: Record<string, unknown>) => plugin.storageOf?.(credentials);
    expect(storage({ path: 'a.duckdb' })).toEqual({ lakes: new Set(), isHosted: false });
    expect(storage({ path: 'ducklake:m.ducklake' })?.lakes).toEqual(new Set(['m']));
    expect(storage({ path: 'x.duckdb', is_ducklake: true })?.lakes).toEqual(new Set(['x']));
    expect(storage({ path: 'x.duckdb', attach: [{ path: 'md:sales' }] })?.isHosted).toBe(true);
  });
});

describe('statements', () => {
  const attachment = (entry: Record<string, unknown>) => {
    const [first] = readDuckdbCredentials({ attach: [entry] }).attach;
    if (first === undefined) throw new Error('no attachment');
    return attachStatement(first, (path) => `/project/${path}`);
  };

  it('attach files of the project and leave connection strings alone', () => {
    expect(attachment({ path: "it's.duckdb", alias: 'a', read_only: true })).toBe(
      "ATTACH IF NOT EXISTS '/project/it''s.duckdb' AS a (READ_ONLY)",
    );
    expect(attachment({ path: 'dbname=x', type: 'postgres', secret: 's' })).toBe(
      "ATTACH IF NOT EXISTS 'dbname=x' (TYPE postgres, SECRET s)",
    );
    expect(attachment({ path: 'md:sales?x=1' })).toBe("ATTACH IF NOT EXISTS 'md:sales'");
    expect(
      attachment({
        path: 'x.db',
        options: { data_path: 's3://b', encrypted: true, n: 5, off: false, q: "'z'" },
      }),
    ).toBe("ATTACH IF NOT EXISTS '/project/x.db' (DATA_PATH 's3://b', ENCRYPTED, N 5, Q 'z')");
  });

  it('create secrets with maps, lists and several scopes', () => {
    const secret = {
      type: 's3',
      name: 'n',
      persistent: true,
      key_id: "o'k",
      scope: ['a', 'b'],
      m: { k: 'v' },
      l: [1],
    };
    expect(secretStatement(secret, 0)).toBe(
      "CREATE OR REPLACE PERSISTENT SECRET n (\n    type s3,\n    key_id 'o''k',\n    scope 'a',\n    scope 'b',\n    m map {'k': 'v'},\n    l array ['1']\n)",
    );
    expect(secretStatement({ type: 'gcs', provider: 'config' }, 1)).toBe(
      'CREATE OR REPLACE SECRET _dbt_secret_2 (\n    type gcs,\n    provider config\n)',
    );
  });
});

describe('the registry', () => {
  it('knows engines by the type of a profile', () => {
    expect(plugin.dispatchPrefixes).toEqual(['duckdb', 'default']);
    expect(() => adapterPlugin('oracle')).toThrow(DiagnosticError);
  });
});
