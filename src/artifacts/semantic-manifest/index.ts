export { semanticManifestPath, writeSemanticManifest } from './write-semantic-manifest.ts';
