import { type DiagnosticSink, diagnostic } from '../../diagnostics/index.ts';
import type { DocBlock, UniqueId } from '../../domain/index.ts';
import type { Jinja } from '../../jinja/contract.ts';
import type { ProjectFile } from '../files/read-files.ts';
import { stripped } from '../files/text-rules.ts';
import { problemsOf } from './code-extract.ts';
import { strayTags } from './stray-tags.ts';

const JINJA = /\{[{%#]|[#}%]\}/;

function contentsOf(text: string, path: string, jinja: Jinja): string {
  if (!JINJA.test(text)) return stripped(text);
  return stripped(jinja.parseTemplate({ path, text }).renderSync({ get: () => undefined }));
}

function reportDuplicate(doc: DocBlock, earlier: DocBlock, sink: DiagnosticSink): void {
  sink.report(
    diagnostic('N009', `two docs blocks are named '${doc.name}'`, {
      span: doc.span,
      notes: [{ message: 'the other one', span: earlier.span }],
      dbtMessage: `dbt found two docs with the name "${doc.name}".\n\nSince these resources have the same name, dbt will be unable to find the correct resource\nwhen looking for doc("${doc.name}").\n\nTo fix this, change the name of one of these resources:\n- ${doc.uniqueId} (${doc.originalFilePath})\n- ${earlier.uniqueId} (${earlier.originalFilePath})`,
      uniqueId: doc.uniqueId,
    }),
  );
}

/** The docs blocks of Markdown files. */
export function extractDocs(options: {
  readonly files: readonly ProjectFile[];
  readonly jinja: Jinja;
  readonly sink: DiagnosticSink;
}): readonly DocBlock[] {
  const { files, jinja, sink } = options;
  const found = new Map<UniqueId, DocBlock>();
  for (const file of files) {
    if (!file.source.text.includes('{%')) continue;
    try {
      for (const block of jinja.scanBlocks(file.source, ['docs'], strayTags(sink))) {
        const doc: DocBlock = Object.freeze({
          resourceType: 'doc',
          uniqueId: `doc.${file.packageName}.${block.name}`,
          name: block.name,
          packageName: file.packageName,
          path: file.relativePath,
          originalFilePath: file.originalFilePath,
          blockContents: contentsOf(
            file.source.text.slice(block.contents.start, block.contents.end),
            file.source.path,
            jinja,
          ),
          span: block.span,
        });
        const earlier = found.get(doc.uniqueId);
        if (earlier !== undefined) reportDuplicate(doc, earlier, sink);
        else found.set(doc.uniqueId, doc);
      }
    } catch (error) {
      for (const problem of problemsOf(error)) sink.report(problem);
    }
  }
  return [...found.values()];
}
