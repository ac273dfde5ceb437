export { type StaticServer, type StaticServerOptions, serveFolder } from './static-server.ts';
