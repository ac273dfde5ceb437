import { defineCodes } from './define.ts';

export const packageCodes = defineCodes({
  K001: {
    title: 'The hub has no such package',
    severity: 'error',
    kind: 'Runtime Error',
    explanation: 'The index of the package hub does not list the name that packages.yml asks for.',
    fix: 'Correct the name: `namespace/package`, as the hub shows it.',
  },
  K002: {
    title: 'No version of a package fits',
    severity: 'error',
    kind: 'Runtime Error',
    explanation:
      'None of the versions that the hub has lies in the range that is asked for, is meant for this version of dbt, and is no pre-release.',
    fix: 'Widen the range, allow pre-releases with `install_prerelease: true`, or take all versions with `--no-version-check`.',
  },
  K003: {
    title: 'Requirements of a package exclude each other',
    severity: 'error',
    kind: 'Runtime Error',
    explanation:
      'The project and its packages ask for versions of one package that no single version can satisfy.',
    fix: 'Change the range in packages.yml, or take other versions of the packages that ask for it.',
  },
  K004: {
    title: 'One package is asked for in two ways',
    severity: 'error',
    kind: 'Runtime Error',
    explanation: 'The same address stands in entries of two kinds, such as `git` and `private`.',
    fix: 'Use one kind of entry for it everywhere.',
  },
  K005: {
    title: 'Two revisions of one git package',
    severity: 'error',
    kind: 'Runtime Error',
    explanation: 'The project and its packages ask for different revisions of one repository.',
    fix: 'Write the same `revision` everywhere.',
  },
  K006: {
    title: 'Two packages have the same project name',
    severity: 'error',
    kind: 'Runtime Error',
    explanation: 'Every package, and the project itself, needs a name of its own in its dbt_project.yml.',
    fix: 'Remove one of the packages, or rename the project.',
  },
  K007: {
    title: 'The version of a package cannot be read',
    severity: 'error',
    kind: 'Runtime Error',
    explanation: 'Versions have three numbers, with an optional `>`, `>=`, `<`, `<=` or `=` before them.',
    fix: 'Write ranges as a list: `version: [">=1.0.0", "<2.0.0"]`.',
  },
  K008: {
    title: 'A server does not give what was asked for',
    severity: 'error',
    kind: 'Runtime Error',
    explanation:
      'The package hub, or the server that holds an archive, could not be reached, or its answer made no sense; it was tried several times.',
    fix: 'Look at the address and the network; proxies are taken from `HTTPS_PROXY` and `NO_PROXY`, another hub from `DBT_PACKAGE_HUB_URL`.',
  },
  K009: {
    title: 'There is no git',
    severity: 'error',
    kind: 'Runtime Error',
    explanation:
      'Packages from git repositories are fetched with the `git` program, and it is not on the PATH.',
    fix: 'Install git.',
  },
  K010: {
    title: 'git could not fetch a package',
    severity: 'error',
    kind: 'Internal Error',
    explanation: 'The repository cannot be reached, or it has no such branch, tag or commit.',
    fix: "Correct the address or the revision; what git says stands in dbt's message.",
  },
  K011: {
    title: 'A git entry is refused',
    severity: 'error',
    kind: 'Runtime Error',
    explanation:
      'Addresses and revisions that git would take for options, protocols that run commands (`ext::`, `fd::`), and subdirectories that leave the repository are not passed on.',
    fix: 'Write an ordinary address, revision and folder.',
  },
  K012: {
    title: 'An archive is damaged',
    severity: 'error',
    kind: 'Runtime Error',
    explanation:
      'What was downloaded is no gzipped tar archive, ends too early, or is not what the hub announces by its checksum.',
    fix: 'Try again; if it stays so, take the package from its git repository.',
  },
  K013: {
    title: 'An archive is refused',
    severity: 'error',
    kind: 'Runtime Error',
    explanation:
      'It holds something that would be written outside its own folder (an absolute path, `..`, a link that leads out), or that is no file, folder or link.',
    fix: 'Do not use this archive; tell those who made it.',
  },
  K014: {
    title: 'An archive is too large',
    severity: 'error',
    kind: 'Runtime Error',
    explanation: 'Archives may have 256 MiB as they are sent, 1 GiB unpacked, and 100,000 entries.',
    fix: 'Take the package from its git repository, or remove large files from it.',
  },
  K015: {
    title: 'An archive has the wrong structure',
    severity: 'error',
    kind: 'Runtime Error',
    explanation: 'All files of a package lie in one folder of its archive.',
    fix: 'Pack the folder of the package, not its contents.',
  },
  K016: {
    title: 'A package would be installed outside its place',
    severity: 'error',
    kind: 'Runtime Error',
    explanation: 'The name of a package is the name of its folder, and this one leads elsewhere.',
    fix: 'Do not use this package; tell those who made it.',
  },
  K017: {
    title: 'A package holds no project',
    severity: 'error',
    kind: 'Runtime Error',
    explanation: 'A package is a dbt project: a folder with a dbt_project.yml that gives its name.',
    fix: 'Correct the address; name the folder inside a repository with `subdirectory`.',
  },
  K018: {
    title: 'A private package has no address',
    severity: 'error',
    kind: 'Runtime Error',
    explanation:
      'Names of private packages become addresses by `DBT_ENV_PRIVATE_GIT_PROVIDER_INFO`, or by `provider`, and neither knows this one.',
    fix: 'Correct the name or the provider (`github`, `gitlab`, `ado`), or use a `git` entry.',
  },
  K019: {
    title: 'The folder for packages would take the project with it',
    severity: 'error',
    kind: 'Runtime Error',
    explanation:
      'Installing replaces the whole folder `packages-install-path`, and this one holds the project itself.',
    fix: 'Name a folder that holds nothing but packages.',
  },
  K020: {
    title: 'A package has a new name',
    severity: 'warning',
    kind: 'PackageRedirectDeprecation',
    explanation: 'The hub lists the package under another name now.',
    fix: 'Use the new name in packages.yml.',
  },
  K021: {
    title: 'A git package is not pinned',
    severity: 'warning',
    kind: 'DepsUnpinned',
    explanation: 'Without a tag or commit the package may change at any time.',
    fix: 'Write a tag or commit as `revision`, or `warn-unpinned: false`.',
  },
  K022: {
    title: 'A secret stands in the address of a package',
    severity: 'warning',
    kind: 'DepsScrubbedPackageName',
    explanation: 'The lock file gets asterisks in place of the secret, and cannot be installed from.',
    fix: "Write `{{ env_var('DBT_ENV_SECRET_...') }}` in packages.yml in its place.",
  },
  K023: {
    title: 'The packages cannot be written',
    severity: 'error',
    kind: 'Runtime Error',
    explanation: 'The operating system refuses to write into the folder for packages, or beside it.',
    fix: 'Check permissions and free space.',
  },
});
