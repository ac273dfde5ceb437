export {
  type CatalogArtifact,
  type CatalogColumn,
  type CatalogTable,
  catalogArtifact,
} from './catalog-json.ts';
export { writeCatalog } from './write-catalog.ts';
